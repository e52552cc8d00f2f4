package io.replyard.cli.client;

import io.replyard.proto.session.CloseCode;

/**
 * How a connection ended.
 *
 * @param code a WebSocket close code; {@link #LOST} when the connection broke without one
 * @param reason what the other side, or the network, said; may be empty
 */
public record CloseStatus(int code, String reason) {
    /** The code that no peer ever sends: the connection broke. */
    public static final int LOST = CloseCode.ABNORMAL;

    /** What a client can do about it. */
    public enum Kind {
        /** A clean end. */
        NORMAL,
        /** The same request will be refused again. */
        REFUSED,
        /** A later try may work. */
        TRY_AGAIN,
        /** The network or one of the two ends failed. */
        BROKEN
    }

    /** Whether another try makes sense. The 4000s are the codes that goval clients know. */
    public Kind kind() {
        return switch (code) {
            case CloseCode.NORMAL -> Kind.NORMAL;
            case CloseCode.UNSUPPORTED,
                    CloseCode.BAD_DATA,
                    CloseCode.POLICY,
                    CloseCode.TOO_BIG,
                    CloseCode.FIREWALL_DENIED,
                    CloseCode.NOT_ALLOWED -> Kind.REFUSED;
            case CloseCode.GOING_AWAY,
                    CloseCode.SERVICE_RESTART,
                    CloseCode.TRY_LATER,
                    CloseCode.BAD_GATEWAY,
                    CloseCode.TRY_AGAIN,
                    CloseCode.TOO_MANY_REPLS -> Kind.TRY_AGAIN;
            default -> Kind.BROKEN;
        };
    }

    /** One line for a person: what happened, why, and the code. */
    public String describe() {
        String what = switch (code) {
            case CloseCode.NORMAL -> "closed";
            case CloseCode.GOING_AWAY -> "the other side is going away";
            case LOST -> "the connection was lost";
            case CloseCode.POLICY -> "refused";
            case CloseCode.TOO_BIG -> "a message was too big";
            case CloseCode.INTERNAL_ERROR -> "the server failed";
            case CloseCode.SERVICE_RESTART -> "the server restarts; try again";
            case CloseCode.TRY_LATER -> "the server is busy; try again later";
            case CloseCode.BAD_GATEWAY -> "the Repl does not start";
            case CloseCode.FIREWALL_DENIED -> "the firewall refused it";
            case CloseCode.TRY_AGAIN -> "the server asks to connect again";
            case CloseCode.NOT_ALLOWED -> "this is not allowed to run";
            case CloseCode.TOO_MANY_REPLS -> "too many Repls are running";
            default -> "closed by the server";
        };
        String why = reason.isBlank() ? "" : ": " + reason.strip();
        return code == LOST ? what + why : what + why + " (" + code + ")";
    }
}
