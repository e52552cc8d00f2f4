package io.replyard.conman.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.replyard.proto.session.CloseCode;
import io.replyard.proto.session.CloseReason;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes the frames of one end of a connection to its channel; flushing is left to others, but for the close frame. A message that is written in
 * fragments keeps whole messages waiting until it has ended: RFC 6455 knows no message within another. Buffers become the writer's.
 */
final class FrameWriter {
    private static final int LONGEST_HEADER = 14;
    private static final int MASKED = 0x80;
    private static final int FINAL = 0x80;
    private static final int SHORT = 125;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    /**
     * Up to this many bytes a payload is copied behind its header: that is cheap, and a small slice that waits would keep all of the
     * read that it was cut from.
     */
    private static final int JOINED = 8 * 1024;
    /** How many bytes of whole messages may wait for the end of a fragmented one. */
    private static final int WAITING = 16 * 1024;

    private final Channel channel;
    private final boolean masking;
    private final Deque<ByteBuf> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private boolean fragmented;

    FrameWriter(Channel channel, boolean masking) {
        this.channel = channel;
        this.masking = masking;
    }

    /** A message in one frame. */
    void message(ByteBuf payload) {
        if (fragmented) {
            waiting.add(payload);
            waitingBytes += payload.readableBytes();
        } else {
            frame(Opcode.BINARY, true, payload);
        }
    }

    /** The next piece of a message that comes in pieces. */
    void fragment(ByteBuf payload, boolean first, boolean last) {
        frame(first ? Opcode.BINARY : Opcode.CONTINUATION, last, payload);
        fragmented = !last;
        if (last) {
            waiting.forEach(message -> frame(Opcode.BINARY, true, message));
            waiting.clear();
            waitingBytes = 0;
        }
    }

    void ping() {
        frame(Opcode.PING, true, Unpooled.EMPTY_BUFFER);
    }

    /** The payload is copied. */
    void pong(ByteBuf payload) {
        frame(Opcode.PONG, true, ByteBufUtil.readBytes(channel.alloc(), payload, payload.readableBytes()));
    }

    /** The last frame; it is flushed. */
    void close(CloseReason reason) {
        ByteBuf payload = channel.alloc().buffer();
        if (reason.code() != CloseCode.NO_STATUS) {
            payload.writeShort(reason.code());
            ByteBufUtil.writeUtf8(payload, reason.text());
        }
        release();
        frame(Opcode.CLOSE, true, payload);
        channel.flush();
    }

    /** Whether enough messages wait for the end of one in fragments. */
    boolean crowded() {
        return waitingBytes > WAITING;
    }

    /** Gives up what waits. */
    void release() {
        waiting.forEach(ByteBuf::release);
        waiting.clear();
        waitingBytes = 0;
    }

    private void frame(int opcode, boolean last, ByteBuf payload) {
        int size = payload.readableBytes();
        boolean joined = size <= JOINED;
        ByteBuf out = channel.alloc().buffer(LONGEST_HEADER + (joined ? size : 0));
        out.writeByte(opcode | (last ? FINAL : 0));
        length(out, size);
        if (masking) {
            // Masks protect proxies from what a browser is made to send. Between conman and a pod there is none: a key
            // of zero
            // changes no byte, and neither end has to touch them.
            out.writeInt(0);
        }
        if (joined) {
            out.writeBytes(payload);
            payload.release();
            write(out);
        } else {
            write(out);
            write(payload);
        }
    }

    private void length(ByteBuf out, int size) {
        int masked = masking ? MASKED : 0;
        if (size <= SHORT) {
            out.writeByte(masked | size);
        } else if (size <= 0xffff) {
            out.writeByte(masked | LENGTH_16).writeShort(size);
        } else {
            out.writeByte(masked | LENGTH_64).writeLong(size);
        }
    }

    /** A failure is one of the whole channel, which reports it. */
    private void write(ByteBuf bytes) {
        var _ = channel.write(bytes, channel.voidPromise());
    }
}
