package io.replyard.cli.client;

import java.io.IOException;

/** The Repl did not open a channel; the message is its reason. */
public final class ChannelRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    ChannelRefusedException(String service, String reason) {
        super("service " + service + ": " + (reason.isBlank() ? "refused without a reason" : reason));
    }
}
