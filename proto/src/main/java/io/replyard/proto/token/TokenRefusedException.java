package io.replyard.proto.token;

import java.nio.charset.StandardCharsets;

/**
 * A token is not accepted. The message names the field and what to do about it, carries no part of the token but names
 * and ids, and fits into the reason of a WebSocket close frame (at most 123 bytes of UTF-8, RFC 6455 section 5.5).
 */
public final class TokenRefusedException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int CLOSE_REASON_BYTES = 123;
    private static final int NAME_LENGTH = 24;

    /** Why a token is refused; stable enough to be a metric's label. */
    public enum Reason {
        /** Not a token at all: parts, base64, protobuf or a time that is out of range. */
        MALFORMED,
        /** The footer names a key that is not trusted here. */
        UNKNOWN_KEY,
        /** The signature was not made by the key that the footer names. */
        BAD_SIGNATURE,
        /** A certificate of the chain is broken, outside of its times, or claims more than its signer may give. */
        BAD_CERTIFICATE,
        /** The certificate is in order but does not cover this token. */
        NOT_AUTHORIZED,
        /** {@code iat} lies in the future. */
        NOT_YET_VALID,
        /** {@code exp} has passed. */
        EXPIRED,
        /** Minted for another cluster. */
        WRONG_CLUSTER,
        /** A signed message of another kind, such as an identity. */
        WRONG_KIND,
        /** Not exactly one of repl, id and classroom, or one with an empty field. */
        METADATA,
        /** Asks for a wire format that is not spoken. */
        FORMAT,
        /** A session token for another Repl. */
        WRONG_REPL,
        /** A session token for another pod. */
        WRONG_POD
    }

    private final Reason reason;
    private final String message;

    /** A refusal; a {@code message} beyond 123 bytes is cut at a character. */
    public TokenRefusedException(Reason reason, String message) {
        this.reason = reason;
        this.message = clip(message);
    }

    TokenRefusedException(Reason reason, String message, Throwable cause) {
        super(cause);
        this.reason = reason;
        this.message = clip(message);
    }

    /** The category of the refusal. */
    public Reason reason() {
        return reason;
    }

    /** What is wrong and what to do about it; fit for a close reason. */
    @Override
    public String getMessage() {
        return message;
    }

    /** A name out of a token, made safe for logs and short enough to leave room for the rest of the message. */
    static String quoted(String name) {
        StringBuilder out = new StringBuilder("\"");
        name.codePoints()
                .limit(NAME_LENGTH)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .forEach(out::appendCodePoint);
        if (name.codePointCount(0, name.length()) > NAME_LENGTH) {
            out.append('…');
        }
        return out.append('"').toString();
    }

    private static String clip(String message) {
        int end = message.length();
        while (message.substring(0, end).getBytes(StandardCharsets.UTF_8).length > CLOSE_REASON_BYTES) {
            end = message.offsetByCodePoints(end, -1);
        }
        return message.substring(0, end);
    }
}
