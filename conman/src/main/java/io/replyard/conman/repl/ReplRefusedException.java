package io.replyard.conman.repl;

import io.replyard.proto.session.CloseReason;

/** A token is in order, but its Repl cannot be made what it says. */
public final class ReplRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why; a metric's label. */
    public enum Reason {
        /** The deprecated throw-away variant. */
        CLASSROOM,
        /** An id that was never described by a full token. */
        UNKNOWN_REPL,
        /** The Repl belongs to somebody for whom the token's signer may not speak. */
        FOREIGN_REPL,
        /** The API server finds a field wrong. */
        INVALID,
        /** The Repl is being deleted. */
        DELETING,
        /** The API server cannot be reached or is overloaded. */
        API_UNAVAILABLE,
        /** The API server does not let conman do this, or does not know Repls. */
        API_REFUSED
    }

    private final Reason reason;
    private final transient CloseReason close;

    ReplRefusedException(Reason reason, CloseReason close) {
        super(close.text());
        this.reason = reason;
        this.close = close;
    }

    ReplRefusedException(Reason reason, CloseReason close, Throwable cause) {
        super(close.text(), cause);
        this.reason = reason;
        this.close = close;
    }

    /** The category. */
    public Reason reason() {
        return reason;
    }

    /** What the client is told. */
    public CloseReason close() {
        return close;
    }
}
