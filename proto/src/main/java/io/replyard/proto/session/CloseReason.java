package io.replyard.proto.session;

import java.nio.charset.StandardCharsets;

/**
 * Why a WebSocket is closed: a code and a sentence for the person at the other end.
 *
 * <p>Official clients retry on every code used here. 1008 makes them fetch fresh metadata first. The codes that they take
 * as final (4000, 4002, 4004) are never sent.
 *
 * @param code one of {@link CloseCode}
 * @param text at most 123 bytes of UTF-8 (RFC 6455 section 5.5), {@linkplain PlainText plain}, whoever wrote it; longer texts are cut at a character
 */
public record CloseReason(int code, String text) {
    private static final int MAX_BYTES = 123;

    public CloseReason {
        text = PlainText.of(cut(text), MAX_BYTES);
    }

    /** 1001: this end is leaving. */
    public static CloseReason goingAway(String text) {
        return new CloseReason(CloseCode.GOING_AWAY, text);
    }

    /** 1002: frames that break RFC 6455. */
    public static CloseReason protocolError(String text) {
        return new CloseReason(CloseCode.PROTOCOL_ERROR, text);
    }

    /** 1003: a kind of frame that is not spoken. */
    public static CloseReason unsupported(String text) {
        return new CloseReason(CloseCode.UNSUPPORTED, text);
    }

    /** 1007: bytes that are not a Command. */
    public static CloseReason malformed(String text) {
        return new CloseReason(CloseCode.BAD_DATA, text);
    }

    /** 1008: this token opens nothing here. */
    public static CloseReason policy(String text) {
        return new CloseReason(CloseCode.POLICY, text);
    }

    /** 1009: a message beyond the limit. */
    public static CloseReason tooBig(String text) {
        return new CloseReason(CloseCode.TOO_BIG, text);
    }

    /** 1014: what stands behind conman does not work. */
    public static CloseReason upstream(String text) {
        return new CloseReason(CloseCode.BAD_GATEWAY, text);
    }

    /** 4001: not here or not now; try again. */
    public static CloseReason tryAgain(String text) {
        return new CloseReason(CloseCode.TRY_AGAIN, text);
    }

    private static String cut(String text) {
        // Not worth encoding more than can fit.
        String short_ = text.length() <= MAX_BYTES ? text : text.substring(0, MAX_BYTES);
        int end = short_.length();
        while (short_.substring(0, end).getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            end = short_.offsetByCodePoints(end, -1);
        }
        // A pair of surrogates that the first cut took apart.
        if (end > 0 && Character.isHighSurrogate(short_.charAt(end - 1))) {
            end--;
        }
        return short_.substring(0, end);
    }
}
