package io.replyard.pid1.wire;

/** Close codes of RFC 6455 section 7.4.1, and those that this protocol adds. */
final class CloseCode {
    static final int NORMAL = 1000;
    static final int GOING_AWAY = 1001;
    static final int PROTOCOL_ERROR = 1002;
    static final int UNSUPPORTED = 1003;
    static final int NO_STATUS = 1005;
    static final int BAD_DATA = 1007;
    static final int TOO_BIG = 1009;

    /** The client may try again, it is not at fault for good. */
    static final int TRY_AGAIN = 4001;

    private CloseCode() {}

    /** Whether a peer may put this code into a close frame. */
    static boolean isAllowedOnTheWire(int code) {
        return code >= 3000 && code <= 4999
                || code >= NORMAL && code <= 1014 && code != 1004 && code != NO_STATUS && code != 1006;
    }
}
