package io.replyard.conman.gateway;

import io.replyard.conman.session.ClientSession;
import io.replyard.conman.session.SessionTimes;
import io.replyard.conman.wake.WakeServices;
import io.replyard.proto.session.CloseReason;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Answers every request to the public port. */
final class Gateway {
    private static final Logger LOG = Logger.getLogger(Gateway.class);
    private static final String GREETING =
            "This is conman, Replyard's gateway. Connect with a WebSocket to /wsv2/<token>.\n";
    private static final String UPGRADE_HINT =
            "/wsv2/<token> speaks WebSocket: connect with ws:// or wss://, or send the headers Connection: Upgrade and"
                    + " Upgrade: websocket.\n";

    private final WakeServices services;
    private final SessionTimes times;
    private final OpenSessions sessions;

    Gateway(WakeServices services, SessionTimes times, OpenSessions sessions) {
        this.services = services;
        this.times = times;
        this.sessions = sessions;
    }

    void handle(HttpServerRequest request) {
        Optional<String> token = TokenPath.token(Objects.requireNonNullElse(request.path(), "/"));
        if (token.isEmpty()) {
            greet(request);
        } else if (request.headers().contains(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET, true)) {
            String raw = token.get();
            request.toWebSocket()
                    .onSuccess(socket -> open(request, socket, raw))
                    // The client was told by the handshake, or is gone.
                    .onFailure(e -> LOG.debugf("upgrade failed: %s", e.getMessage()));
        } else {
            request.response()
                    .setStatusCode(426)
                    .putHeader(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET)
                    .putHeader(HttpHeaders.CONNECTION, "Upgrade")
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain")
                    .end(UPGRADE_HINT);
        }
    }

    private void open(HttpServerRequest request, ServerWebSocket socket, String token) {
        if (sessions.draining()) {
            socket.close((short) OpenSessions.GOING.code(), OpenSessions.GOING.text());
        } else if (!services.repls().synced()) {
            CloseReason reason = CloseReason.tryAgain("conman is starting; try again shortly");
            socket.close((short) reason.code(), reason.text());
        } else {
            ClientSession session = new ClientSession(services, times, request, socket, sessions::remove);
            sessions.add(session);
            session.start(token);
        }
    }

    private static void greet(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            request.response()
                    .setStatusCode(405)
                    .putHeader(HttpHeaders.ALLOW, "GET, HEAD")
                    .end();
        } else {
            request.response().putHeader(HttpHeaders.CONTENT_TYPE, "text/plain").end(GREETING);
        }
    }
}
