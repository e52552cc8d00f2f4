package io.replyard.pid1.process;

import java.io.IOException;

/** A program could not be started. The message is Go's wording, ready for the client. */
public final class LaunchException extends IOException {
    LaunchException(String message) {
        super(message);
    }
}
