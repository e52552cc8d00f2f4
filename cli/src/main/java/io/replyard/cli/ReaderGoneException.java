package io.replyard.cli;

import java.io.IOException;

/** Whoever read our standard output, {@code head} for example, has seen enough. For a filter that is an end like any other. */
final class ReaderGoneException extends IOException {
    private static final long serialVersionUID = 1L;

    ReaderGoneException(IOException cause) {
        super("nobody reads standard output any more", cause);
    }
}
