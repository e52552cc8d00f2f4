package io.replyard.conman.gateway;

import io.replyard.proto.session.PodProof;
import io.replyard.proto.session.SessionClaims;
import io.replyard.proto.token.SessionTokenVerifier;
import io.replyard.proto.token.TokenRefusedException;
import io.replyard.proto.wire.BootStatus;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.ContainerState;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.security.PublicKey;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The container's side of the protocol, as far as conman sees it. It checks session tokens as the real one does. */
final class FakePid1 implements AutoCloseable {
    /** One session as pid1 has it. */
    static final class Session {
        final ServerWebSocket socket;
        final SessionClaims claims;
        final int number;
        final BlockingQueue<Command> received = new LinkedBlockingQueue<>();
        final BlockingQueue<String> closed = new LinkedBlockingQueue<>();

        Session(ServerWebSocket socket, SessionClaims claims, int number) {
            this.socket = socket;
            this.claims = claims;
            this.number = number;
            socket.binaryMessageHandler(data -> received.add(parse(data)));
            socket.closeHandler(v -> closed.add(String.valueOf(socket.closeStatusCode())));
        }

        void send(Command command) {
            socket.writeBinaryMessage(Buffer.buffer(command.toByteArray()));
        }

        void send(BootStatus.Stage stage) {
            send(Command.newBuilder()
                    .setBootStatus(BootStatus.newBuilder().setStage(stage))
                    .build());
        }

        void ready() {
            send(Command.newBuilder()
                    .setContainerState(ContainerState.newBuilder().setState(ContainerState.State.READY))
                    .build());
        }
    }

    private final SessionTokenVerifier verifier;
    private final AtomicInteger numbers = new AtomicInteger(2);
    private final BlockingQueue<Session> sessions = new LinkedBlockingQueue<>();
    private final HttpServer server;
    private volatile boolean numbered = true;
    private volatile boolean full;

    private final String podUid;

    FakePid1(Vertx vertx, PublicKey conman, String replId, String podUid) {
        this.podUid = podUid;
        this.verifier = new SessionTokenVerifier(List.of(conman), replId, podUid, Clock.systemUTC());
        this.server = vertx.createHttpServer(options()).requestHandler(this::handle);
    }

    /** Begins to listen; port 0 takes any. */
    int listen(int port) throws Exception {
        return server.listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .actualPort();
    }

    void withoutNumbers() {
        numbered = false;
    }

    /** From now on it has no room for another session. */
    void full() {
        full = true;
    }

    Session session() throws InterruptedException {
        Session session = sessions.poll(10, TimeUnit.SECONDS);
        if (session == null) {
            throw new AssertionError("nobody opened a session");
        }
        return session;
    }

    /** A session that is ready. */
    Session readySession() throws InterruptedException {
        Session session = session();
        session.send(BootStatus.Stage.LOAD_BLOCK);
        session.send(BootStatus.Stage.COMPLETE);
        session.ready();
        return session;
    }

    @Override
    public void close() throws Exception {
        server.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private void handle(HttpServerRequest request) {
        try {
            SessionClaims claims = verifier.verify(
                    String.valueOf(request.getHeader("Authorization")).replaceFirst("^Bearer ", ""));
            if (full) {
                request.response().setStatusCode(503).end("it has 480 connections already; close one and try again\n");
                return;
            }
            int number = numbers.getAndIncrement();
            if (numbered) {
                request.response().putHeader("Replyard-Session", Integer.toString(number));
            }
            request.response()
                    .putHeader(
                            "Replyard-Proof",
                            PodProof.of(podUid, String.valueOf(request.getHeader("Replyard-Challenge"))));
            request.toWebSocket().onSuccess(socket -> sessions.add(new Session(socket, claims, number)));
        } catch (TokenRefusedException e) {
            request.response().setStatusCode(401).end(e.getMessage());
        }
    }

    private static HttpServerOptions options() {
        return new HttpServerOptions()
                .setReceiveBufferSize(TestClient.SOCKET_BUFFER)
                .setSendBufferSize(TestClient.SOCKET_BUFFER)
                .setMaxWebSocketFrameSize(TestClient.MAX_MESSAGE)
                .setMaxWebSocketMessageSize(TestClient.MAX_MESSAGE)
                .setWebSocketClosingTimeout(3)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false);
    }

    private static Command parse(Buffer data) {
        try {
            return Command.parseFrom(data.getBytes());
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError("conman relayed what is no Command", e);
        }
    }
}
