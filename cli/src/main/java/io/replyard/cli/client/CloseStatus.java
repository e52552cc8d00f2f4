package io.replyard.cli.client;

/**
 * How a connection ended.
 *
 * @param code a WebSocket close code; {@link #LOST} when the connection broke without one
 * @param reason what the other side, or the network, said; may be empty
 */
public record CloseStatus(int code, String reason) {
    /** The code that no peer ever sends: the connection broke. */
    public static final int LOST = 1006;

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
            case 1000 -> Kind.NORMAL;
            case 1003, 1007, 1008, 1009, 4000, 4002 -> Kind.REFUSED;
            case 1001, 1012, 1013, 4001, 4004 -> Kind.TRY_AGAIN;
            default -> Kind.BROKEN;
        };
    }

    /** One line for a person: what happened, why, and the code. */
    public String describe() {
        String what = switch (code) {
            case 1000 -> "closed";
            case 1001 -> "the other side is going away";
            case LOST -> "the connection was lost";
            case 1008 -> "refused";
            case 1009 -> "a message was too big";
            case 1011 -> "the server failed";
            case 1012 -> "the server restarts; try again";
            case 1013 -> "the server is busy; try again later";
            case 4000 -> "the firewall refused it";
            case 4001 -> "the server asks to connect again";
            case 4002 -> "this is not allowed to run";
            case 4004 -> "too many Repls are running";
            default -> "closed by the server";
        };
        String why = reason.isBlank() ? "" : ": " + reason.strip();
        return code == LOST ? what + why : what + why + " (" + code + ")";
    }
}
