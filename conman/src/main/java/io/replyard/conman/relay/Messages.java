package io.replyard.conman.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.replyard.proto.session.SessionProtocol;
import org.jspecify.annotations.Nullable;

/** Puts short messages together, and passes long ones on as they come; so that it never holds more than a short one. */
final class Messages {
    /** Who gets them. Buffers are not the sink's: who keeps one retains or copies it. */
    interface Sink {
        /** A message of at most {@link #SHORT} bytes, in one piece. */
        void whole(ByteBuf message);

        /** More of a longer one. */
        void piece(ByteBuf piece, boolean first, boolean last);
    }

    /** The longest message that is put together, bytes. */
    static final int SHORT = SessionProtocol.SHORT_MESSAGE_BYTES;

    private final ByteBufAllocator alloc;
    private Sink sink;
    private @Nullable ByteBuf gathered;
    private boolean whole = true;
    private boolean first;

    Messages(ByteBufAllocator alloc, Sink sink) {
        this.alloc = alloc;
        this.sink = sink;
    }

    /** Hands on to another one from now on. */
    void to(Sink next) {
        sink = next;
    }

    void begins(long declared) {
        whole = declared <= SHORT;
        first = true;
    }

    void part(ByteBuf bytes, boolean last) {
        if (whole && gathered == null && last) {
            sink.whole(bytes);
            return;
        }
        if (whole && held() + bytes.readableBytes() > SHORT) {
            whole = false;
            ByteBuf before = taken();
            piece(before, false);
            before.release();
        }
        if (!whole) {
            piece(bytes, last);
            return;
        }
        gathered = (gathered == null ? alloc.buffer(bytes.readableBytes()) : gathered).writeBytes(bytes);
        if (last) {
            ByteBuf message = taken();
            sink.whole(message);
            message.release();
        }
    }

    /** Keeps nothing any more. */
    void release() {
        taken().release();
    }

    private void piece(ByteBuf bytes, boolean last) {
        boolean begins = first;
        first = false;
        sink.piece(bytes, begins, last);
    }

    private int held() {
        return gathered == null ? 0 : gathered.readableBytes();
    }

    private ByteBuf taken() {
        ByteBuf taken = gathered == null ? Unpooled.EMPTY_BUFFER : gathered;
        gathered = null;
        return taken;
    }
}
