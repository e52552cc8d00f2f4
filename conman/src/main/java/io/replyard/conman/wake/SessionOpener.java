package io.replyard.conman.wake;

import io.replyard.proto.session.CloseCode;
import io.replyard.proto.session.SessionProtocol;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import org.jspecify.annotations.Nullable;

/** Opens sessions at pid1: one WebSocket each, which pid1 accepts for a session token. */
public final class SessionOpener {
    /** pid1 answered, but not with a session. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    private static final long HANDSHAKE_MS = 5_000;
    private static final int REASON_BYTES = 80;

    private final WebSocketClient client;
    private final int port;

    /** Through this client, to this port of every pod. */
    public SessionOpener(WebSocketClient client, int port) {
        this.client = client;
        this.port = port;
    }

    /**
     * Tries once. Fails with {@link RefusedException} when pid1 said no, with another exception when it could not be reached;
     * call it on the event loop that is to carry the socket.
     */
    Future<ReachedPod> open(Step.Dial pod, String sessionToken) {
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost(pod.ip())
                .setPort(port)
                .setURI(SessionProtocol.PATH)
                .setTimeout(HANDSHAKE_MS)
                .addHeader(SessionProtocol.AUTHORIZATION_HEADER, SessionProtocol.BEARER + sessionToken);
        return client.connect(options).transform(result -> {
            if (result.failed()) {
                return Future.failedFuture(explained(result.cause()));
            }
            WebSocket socket = result.result();
            String number = socket.headers().get(SessionProtocol.SESSION_HEADER);
            int session = session(number);
            if (session < SessionProtocol.FIRST_CLIENT_SESSION) {
                socket.close((short) CloseCode.PROTOCOL_ERROR, "no session number");
                return Future.failedFuture(new RefusedException("the Repl's container gave no session number", null));
            }
            socket.pause();
            return Future.succeededFuture(new ReachedPod(pod.podUid(), session, socket));
        });
    }

    private static Throwable explained(Throwable failure) {
        if (!(failure instanceof UpgradeRejectedException rejected)) {
            return failure;
        }
        Buffer body = rejected.getBody();
        String said = body == null || body.length() == 0
                ? "HTTP " + rejected.getStatus()
                : body.getString(0, Math.min(body.length(), REASON_BYTES)).strip();
        return new RefusedException("the Repl's container refused the session: " + said, rejected);
    }

    private static int session(@Nullable String number) {
        try {
            return number == null ? 0 : Integer.parseInt(number);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
