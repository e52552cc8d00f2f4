package io.replyard.cli;

/** The command line makes no sense; the message says what to write instead. */
final class UsageException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
