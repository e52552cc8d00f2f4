package io.replyard.conman.gateway;

import io.replyard.proto.wire.BootStatus;
import io.replyard.proto.wire.Command;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A client of the public port. */
final class TestClient {
    /** How a socket was closed. */
    record Closed(int code, String reason) {
        static Closed of(WebSocket socket) {
            return new Closed(
                    socket.closeStatusCode() == null ? 1006 : socket.closeStatusCode(),
                    String.valueOf(socket.closeReason()));
        }
    }

    static final int SOCKET_BUFFER = 256 * 1024;
    static final int MAX_MESSAGE = 17 * 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    final WebSocket socket;
    private final BlockingQueue<Command> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Closed> closed = new CompletableFuture<>();

    private TestClient(WebSocket socket) {
        this.socket = socket;
    }

    static TestClient connect(Vertx vertx, int port, String path) throws Exception {
        WebSocketClient sockets = vertx.createWebSocketClient(options());
        WebSocketConnectOptions options =
                new WebSocketConnectOptions().setHost("127.0.0.1").setPort(port).setURI(path);
        CompletableFuture<TestClient> connected = new CompletableFuture<>();
        // On the loop that carries the socket, so that handlers are there before anything is read.
        vertx.getOrCreateContext()
                .runOnContext(v -> sockets.connect(options)
                        .onFailure(connected::completeExceptionally)
                        .onSuccess(socket -> {
                            TestClient client = new TestClient(socket);
                            socket.binaryMessageHandler(client::received);
                            socket.closeHandler(closed -> client.closed.complete(Closed.of(socket)));
                            connected.complete(client);
                        }));
        return connected.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    void send(Command command) {
        socket.writeBinaryMessage(Buffer.buffer(command.toByteArray()));
    }

    /** The next command that is like this; others are skipped. */
    Command next(Predicate<Command> wanted) throws InterruptedException {
        List<Command> skipped = new ArrayList<>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            Command command = received.poll(100, TimeUnit.MILLISECONDS);
            if (command != null && wanted.test(command)) {
                return command;
            }
            if (command != null) {
                skipped.add(command);
            }
            if (command == null && closed.isDone()) {
                throw new AssertionError("closed with " + closed.join() + " after " + skipped);
            }
        }
        throw new AssertionError("not received, but " + skipped);
    }

    /** The different boot stages in order up to READY. */
    List<BootStatus.Stage> stagesToReady() throws InterruptedException {
        List<BootStatus.Stage> stages = new ArrayList<>();
        next(command -> {
            if (command.hasBootStatus()
                    && (stages.isEmpty()
                            || stages.getLast() != command.getBootStatus().getStage())) {
                stages.add(command.getBootStatus().getStage());
            }
            return command.hasContainerState();
        });
        return stages;
    }

    Closed closed() throws Exception {
        return closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static WebSocketClientOptions options() {
        WebSocketClientOptions options = new WebSocketClientOptions();
        options.setReceiveBufferSize(SOCKET_BUFFER).setSendBufferSize(SOCKET_BUFFER);
        return options.setMaxFrameSize(MAX_MESSAGE)
                .setMaxMessageSize(MAX_MESSAGE)
                .setMaxConnections(Integer.MAX_VALUE)
                .setClosingTimeout(3)
                .setTryUsePerMessageCompression(false);
    }

    private void received(Buffer data) {
        try {
            received.add(Command.parseFrom(data.getBytes()));
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
