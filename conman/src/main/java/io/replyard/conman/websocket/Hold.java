package io.replyard.conman.websocket;

/** Why nothing is read from a socket. */
public enum Hold {
    /** The session is not open yet. */
    NOT_READY,
    /** The other side of a relay does not take more. */
    OTHER_SIDE_FULL,
    /** This side itself does not take the answers to its pings. */
    ANSWERS_FULL,
    /** Frames come faster than they may. */
    TOO_FAST,
    /** Others on the event loop come first. */
    TURN_OVER
}
