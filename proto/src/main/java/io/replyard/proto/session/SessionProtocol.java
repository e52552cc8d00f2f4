package io.replyard.proto.session;

/**
 * How a session is opened at pid1: a WebSocket to {@link #PATH} on {@link #PORT}, with a session token as bearer token. pid1 answers with the session's number in
 * {@link #SESSION_HEADER}.
 */
public final class SessionProtocol {
    /** The TCP port pid1 listens on in its pod. */
    public static final int PORT = 4561;

    /** The one path that pid1 serves. */
    public static final String PATH = "/session";

    /** The response header with the number of the session. */
    public static final String SESSION_HEADER = "Replyard-Session";

    /** The request header that carries the session token, after {@link #BEARER}. */
    public static final String AUTHORIZATION_HEADER = "Authorization";

    /** The authorization scheme, with the space that follows it. */
    public static final String BEARER = "Bearer ";

    /** The request header with a text that pid1 has not seen before; it proves with it who it is. */
    public static final String CHALLENGE_HEADER = "Replyard-Challenge";

    /** The response header with pid1's {@link PodProof} for that challenge. */
    public static final String PROOF_HEADER = "Replyard-Proof";

    /** The session number that means conman itself (protocol: {@code Command.session}). */
    public static final int CONMAN_SESSION = 1;

    /** The lowest number of a client's session. */
    public static final int FIRST_CLIENT_SESSION = CONMAN_SESSION + 1;

    /** The largest message in either direction, in bytes; a longer one ends the connection with {@link CloseCode#TOO_BIG}. */
    public static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

    /** The largest message that conman judges in one piece, in bytes; a longer one passes in pieces. */
    public static final int SHORT_MESSAGE_BYTES = 64 * 1024;

    /** The most of a program's input or output that a message carries and is still short, in bytes: what is best for many bytes. */
    public static final int SHORT_PAYLOAD_BYTES = SHORT_MESSAGE_BYTES - 64;

    private SessionProtocol() {}
}
