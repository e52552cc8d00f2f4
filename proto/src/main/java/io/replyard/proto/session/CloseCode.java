package io.replyard.proto.session;

/** Close codes of WebSockets: those of RFC 6455 section 7.4.1 and its registry, and the ones that goval clients know. */
public final class CloseCode {
    /** The purpose is fulfilled. */
    public static final int NORMAL = 1000;

    /** This end is leaving. */
    public static final int GOING_AWAY = 1001;

    /** The frames break RFC 6455. */
    public static final int PROTOCOL_ERROR = 1002;

    /** A kind of frame that is not spoken. */
    public static final int UNSUPPORTED = 1003;

    /** Never on the wire: the close frame held no code. */
    public static final int NO_STATUS = 1005;

    /** Never on the wire: the connection broke without a close frame. */
    public static final int ABNORMAL = 1006;

    /** Bytes that are not a Command. */
    public static final int BAD_DATA = 1007;

    /** Not allowed; goval clients fetch fresh metadata before they try again. */
    public static final int POLICY = 1008;

    /** A message beyond the limit. */
    public static final int TOO_BIG = 1009;

    /** This end failed. */
    public static final int INTERNAL_ERROR = 1011;

    /** This end starts anew. */
    public static final int SERVICE_RESTART = 1012;

    /** This end is busy. */
    public static final int TRY_LATER = 1013;

    /** What stands behind this end does not work. */
    public static final int BAD_GATEWAY = 1014;

    /** goval: refused by the firewall; final for clients. */
    public static final int FIREWALL_DENIED = 4000;

    /** goval: not here or not now; clients try again. */
    public static final int TRY_AGAIN = 4001;

    /** goval: may not run at all; final for clients. */
    public static final int NOT_ALLOWED = 4002;

    /** goval: the user has too many Repls awake; final for clients. */
    public static final int TOO_MANY_REPLS = 4004;

    private CloseCode() {}

    /** Whether a peer may put this code into a close frame. */
    public static boolean isAllowedOnTheWire(int code) {
        boolean application = code >= 3000 && code <= 4999;
        boolean registered = code >= NORMAL && code <= BAD_GATEWAY;
        return application || (registered && code != 1004 && code != NO_STATUS && code != ABNORMAL);
    }
}
