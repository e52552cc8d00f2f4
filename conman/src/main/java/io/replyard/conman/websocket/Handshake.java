package io.replyard.conman.websocket;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The opening handshake, RFC 6455 section 4, as far as headers go. Extensions and subprotocols are never agreed on. */
public final class Handshake {
    /** The one version there is. */
    public static final String VERSION = "13";

    private static final String PURPOSE = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Handshake() {}

    /** A key or another text that nobody can guess, 24 characters. */
    public static String random() {
        byte[] bytes = new byte[KEY_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
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
        return isKey(request.get(HttpHeaderNames.SEC_WEBSOCKET_KEY))
                ? null
                : "the header Sec-WebSocket-Key must be " + KEY_BYTES + " bytes in base64";
    }

    /** The answer to a key. */
    public static String accept(String key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1").digest((key + PURPOSE).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    /** Whether a server's answer opens the WebSocket that was asked for with {@code key}. */
    public static boolean accepts(HttpHeaders response, String key) {
        return isWanted(response)
                && response.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && accept(key).equals(response.get(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT))
                && !response.contains(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS)
                && !response.contains(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
    }

    private static boolean isKey(@Nullable String key) {
        try {
            return key != null && Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
