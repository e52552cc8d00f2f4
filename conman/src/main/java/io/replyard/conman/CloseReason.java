package io.replyard.conman;

import java.nio.charset.StandardCharsets;

/**
 * Why a WebSocket is closed: a code and a sentence for the person at the other end.
 *
 * <p>Official clients retry on every code used here. 1008 makes them fetch fresh metadata first. The codes that they take
 * as final (4000, 4002, 4004) are never sent.
 *
 * @param code close code
 * @param text at most 123 bytes of UTF-8 (RFC 6455 section 5.5); longer texts are cut at a character
 */
public record CloseReason(int code, String text) {
    private static final int MAX_BYTES = 123;

    public CloseReason {
        text = cut(text);
    }

    /** 1001: this end is leaving. */
    public static CloseReason goingAway(String text) {
        return new CloseReason(1001, text);
    }

    /** 1003: a kind of frame that is not spoken. */
    public static CloseReason unsupported(String text) {
        return new CloseReason(1003, text);
    }

    /** 1007: bytes that are not a Command. */
    public static CloseReason malformed(String text) {
        return new CloseReason(1007, text);
    }

    /** 1008: this token opens nothing here. */
    public static CloseReason policy(String text) {
        return new CloseReason(1008, text);
    }

    /** 1009: a message beyond the limit. */
    public static CloseReason tooBig(String text) {
        return new CloseReason(1009, text);
    }

    /** 1014: what stands behind conman does not work. */
    public static CloseReason upstream(String text) {
        return new CloseReason(1014, text);
    }

    /** 4001: not here or not now; try again. */
    public static CloseReason tryAgain(String text) {
        return new CloseReason(4001, text);
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
