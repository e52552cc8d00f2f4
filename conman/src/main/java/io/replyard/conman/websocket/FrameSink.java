package io.replyard.conman.websocket;

import io.netty.buffer.ByteBuf;
import io.replyard.proto.session.CloseReason;

/** What a {@link FrameReader} finds, in order. Buffers are the reader's: who keeps one retains or copies it. */
interface FrameSink {
    /**
     * A binary message begins.
     *
     * @param declared the length of its first frame, bytes; the message has that many at least
     */
    void begins(long declared);

    /** More of the message, unmasked; perhaps empty. {@code last} ends the message. */
    void part(ByteBuf bytes, boolean last);

    /** A ping with this payload. */
    void ping(ByteBuf payload);

    /** A pong. */
    void pong();

    /** A close frame, the last frame that counts; code 1005 when it names none. */
    void close(CloseReason reason);
}
