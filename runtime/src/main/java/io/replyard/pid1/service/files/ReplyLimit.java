package io.replyard.pid1.service.files;

import io.replyard.proto.session.SessionProtocol;

/** How much fits into one reply. */
final class ReplyLimit {
    /** Bytes: a message holds 16 MiB, and the path, the ref and the envelope need some of that. */
    static final int BYTES = SessionProtocol.MAX_MESSAGE_BYTES - (64 << 10);

    private ReplyLimit() {}
}
