package io.replyard.pid1.service.files;

/** How much fits into one reply. */
final class ReplyLimit {
    /** Bytes: a message holds 16 MiB, and the path, the ref and the envelope need some of that. */
    static final int BYTES = (16 << 20) - (64 << 10);

    private ReplyLimit() {}
}
