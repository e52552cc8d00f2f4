package io.replyard.conman.websocket;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.replyard.proto.session.WebSocketKey;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** The opening handshake, RFC 6455 section 4, as far as headers go. Extensions and subprotocols are never agreed on. */
public final class Handshake {
    /** The one version there is. */
    public static final String VERSION = "13";

    private static final SecureRandom RANDOM = new SecureRandom();

    private Handshake() {}

    /** A key or another text that nobody can guess, 24 characters. */
    public static String random() {
        return WebSocketKey.random(RANDOM);
    }

    /** Whether a request wants to become a WebSocket. */
    public static boolean isWanted(HttpHeaders request) {
        return request.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
    }

    /** What is wrong with a request that wants to become one, for whoever wrote it; null when nothing is. */
    public static @Nullable String fault(HttpHeaders request) {
        if (!request.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)) {
            return "the header Connection must hold Upgrade";
        }
        if (!VERSION.equals(request.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            return "the header Sec-WebSocket-Version must be " + VERSION;
        }
        String key = request.get(HttpHeaderNames.SEC_WEBSOCKET_KEY);
        return key != null && WebSocketKey.isKey(key)
                ? null
                : "the header Sec-WebSocket-Key must be 16 bytes in base64";
    }

    /** Whether a server's answer opens the WebSocket that was asked for with {@code key}. */
    public static boolean accepts(HttpHeaders response, String key) {
        return isWanted(response)
                && response.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && WebSocketKey.accept(key).equals(response.get(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT))
                && !response.contains(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS)
                && !response.contains(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
    }
}
