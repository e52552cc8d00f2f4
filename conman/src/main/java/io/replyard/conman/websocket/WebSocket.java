package io.replyard.conman.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.replyard.conman.Loop;
import io.replyard.proto.session.CloseReason;
import java.io.IOException;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket after its handshake, on either end. How much memory it takes does not depend on what the other end does: bytes are passed on
 * as they come, reading stops at once for as long as anybody holds it, and what is written is counted. Confined to its event loop.
 */
public final class WebSocket extends ChannelInboundHandlerAdapter {
    /** What a socket reports. After {@link #gone} nothing more comes. */
    public interface Listener {
        /**
         * A message begins.
         *
         * @param declared how many bytes it has at least
         */
        void begins(long declared);

        /** More of the message; the buffer is the socket's: who keeps it retains or copies it. */
        void part(ByteBuf bytes, boolean last);

        /** No more is at hand now: what was written meanwhile to others can be flushed. */
        void pause();

        /** The other end broke the rules; it should be closed with this. */
        void violation(CloseReason reason);

        /** There is room to send again. */
        void writable();

        /** The socket is closed, by whomever; {@code reason} is what the other end said, if anything. */
        void gone(String reason);
    }

    private static final Logger LOG = Logger.getLogger(WebSocket.class);
    private static final Duration FORCED_CLOSE = Duration.ofSeconds(3);
    private final Loop loop;
    private final Channel channel;
    private final FrameReader reader;
    private final FrameWriter writer;
    private final Intake intake;
    private Listener listener;
    private String lastWord = "";
    private boolean closed;
    private boolean gone;
    private Loop.@Nullable Timer forced;

    /**
     * Speaks on a channel whose handshake is over; to be added to its pipeline.
     *
     * @param server whether this end is the server
     * @param limit how many bytes a message of the other end may have
     */
    public WebSocket(Loop loop, Channel channel, boolean server, long limit, Listener listener) {
        this.loop = loop;
        this.channel = channel;
        this.listener = listener;
        this.reader = new FrameReader(new Found(), server, limit);
        this.writer = new FrameWriter(channel, !server);
        this.intake = new Intake(loop, channel, new Bytes());
        channel.config().setWriteBufferWaterMark(SocketBuffers.WATER_MARK);
    }

    /** Reports to another listener from now on. */
    public void listen(Listener next) {
        listener = next;
    }

    /** Messages may have that many bytes from now on. */
    public void limit(long bytes) {
        reader.limit(bytes);
    }

    /** Frames may come that fast from now on. */
    public void pace(Pace pace) {
        intake.pace(pace);
    }

    /** The event loop of this socket. */
    public Loop loop() {
        return loop;
    }

    /** Where its buffers come from. */
    public ByteBufAllocator alloc() {
        return channel.alloc();
    }

    /** Writes a message, or nothing when the socket is closed; the buffer becomes the socket's. Ask {@link #full} afterwards. */
    public void write(ByteBuf message) {
        if (open()) {
            writer.message(message);
        } else {
            message.release();
        }
    }

    /** Writes the next piece of a message that comes in pieces; as {@link #write}. */
    public void writePiece(ByteBuf piece, boolean first, boolean last) {
        if (open()) {
            writer.fragment(piece, first, last);
        } else {
            piece.release();
        }
    }

    /** Sends what was written. */
    public void flush() {
        channel.flush();
    }

    /** Whether what was written waits for the other end to read. */
    public boolean full() {
        return open() && !channel.isWritable();
    }

    /** Whether it is full, or enough messages wait for one to end that is written in pieces. */
    public boolean crowded() {
        return full() || (open() && writer.crowded());
    }

    /**
     * How much memory is kept for what the other end does not take or is not asked for, bytes: here, and at most in the kernel, which keeps twice what
     * its buffers are set to.
     */
    public long held() {
        int kernel = 2 * SocketBuffers.KERNEL_BYTES;
        long out = channel.isWritable()
                ? 0
                : kernel + SocketBuffers.WATER_MARK.high() + Math.max(0, channel.bytesBeforeWritable());
        return out + intake.unread() + (intake.held() ? kernel : 0);
    }

    /** Whether anything can still be sent. */
    public boolean open() {
        return !closed && !gone;
    }

    /** Stops reading, for this reason too. */
    public void hold(Hold reason) {
        intake.hold(reason);
    }

    /** Reads again, soon, once no reason is left not to. */
    public void release(Hold reason) {
        intake.release(reason);
    }

    /** Whether the other end has had nothing to say for that long although it was listened to. */
    public boolean silentFor(long nanos) {
        return intake.silentFor(nanos);
    }

    /** Sends a ping, unless what was sent before still waits. */
    public void ping() {
        if (open() && channel.isWritable()) {
            writer.ping();
            channel.flush();
        }
    }

    /** Closes with this reason; by force when the other end does not play along within seconds. What it still sends is thrown away. */
    public void close(CloseReason reason) {
        if (open()) {
            sayGoodbye(reason);
            intake.seekEnd();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes) {
            intake.take(bytes);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        channel.flush();
        listener.pause();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (open() && channel.isWritable()) {
            intake.heard();
            listener.writable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!gone) {
            gone = true;
            intake.end();
            writer.release();
            if (forced != null) {
                forced.cancel();
            }
            listener.gone(lastWord);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        if (!(failure instanceof IOException)) {
            LOG.warn("a WebSocket failed and is closed", failure);
        }
        cutOff();
    }

    private void cutOff() {
        var _ = channel.close();
    }

    private void sayGoodbye(CloseReason reason) {
        closed = true;
        reader.skipData();
        forced = loop.after(FORCED_CLOSE, this::cutOff);
        writer.close(reason);
    }

    /** The bytes that come. */
    private final class Bytes implements Intake.Frames {
        @Override
        public boolean step(ByteBuf in) {
            try {
                return reader.step(in);
            } catch (ViolationException e) {
                if (open()) {
                    listener.violation(e.reason());
                }
                return true;
            }
        }

        @Override
        public void pause() {
            channel.flush();
            listener.pause();
        }
    }

    /** What the reader finds in them. */
    private final class Found implements FrameSink {
        @Override
        public void begins(long declared) {
            listener.begins(declared);
        }

        @Override
        public void part(ByteBuf bytes, boolean last) {
            listener.part(bytes, last);
        }

        @Override
        public void ping(ByteBuf payload) {
            // Whoever does not read gets no answers: they would pile up.
            if (open() && channel.isWritable()) {
                writer.pong(payload);
            }
        }

        @Override
        public void pong() {
            intake.heard();
        }

        @Override
        public void close(CloseReason reason) {
            lastWord = reason.text();
            if (!closed) {
                sayGoodbye(new CloseReason(reason.code(), ""));
            }
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
