package io.replyard.pid1.wire;

import java.io.IOException;

/** A request's head does not fit; the message says how much does. */
final class HeadTooLongException extends IOException {
    HeadTooLongException(int maxBytes) {
        super("the request's head is longer than " + maxBytes + " bytes");
    }
}
