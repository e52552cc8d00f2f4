package io.replyard.conman.relay;

/** Why a frame is not relayed; a metric's label. */
enum DropReason {
    /** From a client: a body that clients do not send, whether internal to conman and pid1, a reply, or unknown. */
    CLIENT_BODY,
    /** From a client: no body at all. */
    CLIENT_EMPTY,
    /** From a client: a keep-alive that ends at conman. */
    CLIENT_KEEP_ALIVE,
    /** From pid1: a body that is not for clients. */
    CONTAINER_BODY,
    /** From pid1: no body at all. */
    CONTAINER_EMPTY,
    /** From pid1: addressed to conman or to another session. */
    CONTAINER_ADDRESS
}
