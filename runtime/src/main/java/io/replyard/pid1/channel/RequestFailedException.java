package io.replyard.pid1.channel;

/**
 * A request that cannot be done, for a reason the client should read: the message becomes the {@code error} reply word
 * for word. No stack trace, as it is an answer and not a fault.
 */
public final class RequestFailedException extends Exception {
    public RequestFailedException(String message) {
        super(message, null, false, false);
    }

    public RequestFailedException(String message, Throwable cause) {
        super(message, cause, false, false);
    }

    /** The text of the {@code error} reply. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
