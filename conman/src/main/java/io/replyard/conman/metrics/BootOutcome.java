package io.replyard.conman.metrics;

/** How a client's way to READY ended; a metric's label. */
public enum BootOutcome {
    /** It got there. */
    READY,
    /** The token, or what it asks for, was refused. */
    REFUSED,
    /** The Repl cannot run; its status says why. */
    FAILED,
    /** The pod or pid1 went away before READY. */
    CONTAINER_LOST,
    /** The deadline came first. */
    DEADLINE,
    /** The client left. */
    CLIENT_GONE,
    /** The client broke the protocol. */
    CLIENT_FAULT,
    /** The Repl was deleted. */
    DELETED,
    /** The Repl was put to sleep. */
    ASLEEP,
    /** Conman had no memory left for it. */
    SHED,
    /** Conman is shutting down. */
    DRAINED
}
