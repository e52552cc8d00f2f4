package io.replyard.conman.websocket;

import io.replyard.proto.session.CloseReason;

/** The other end breaks the protocol. */
final class ViolationException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient CloseReason reason;

    ViolationException(CloseReason reason) {
        super(reason.text());
        this.reason = reason;
    }

    /** How the connection should be closed. */
    CloseReason reason() {
        return reason;
    }
}
