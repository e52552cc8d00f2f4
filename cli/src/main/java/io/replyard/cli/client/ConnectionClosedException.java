package io.replyard.cli.client;

import java.io.IOException;

/** The connection to the Repl has ended; {@link #status()} says how. */
public final class ConnectionClosedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient CloseStatus status;

    ConnectionClosedException(CloseStatus status) {
        super(status.describe());
        this.status = status;
    }

    /** The close code and reason. */
    public CloseStatus status() {
        return status;
    }
}
