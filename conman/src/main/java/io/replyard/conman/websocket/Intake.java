package io.replyard.conman.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.replyard.conman.Loop;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that come in on a channel: handed on frame by frame for as long as nobody {@linkplain #hold holds} them. Then the channel reads nothing
 * more, and what was read already is kept: one read at most. No socket keeps its event loop for long. Confined to its event loop.
 */
final class Intake {
    /** Who takes the bytes. */
    interface Frames {
        /** Takes some of these; returns whether a frame has ended. */
        boolean step(ByteBuf in);

        /** No more is at hand now. */
        void pause();
    }

    private static final int FRAMES_A_TURN = 64;

    private final Loop loop;
    private final Channel channel;
    private final Frames frames;
    private final Set<Hold> holds = EnumSet.noneOf(Hold.class);
    private Pace pace = now -> 0;
    private @Nullable ByteBuf unread;
    private boolean resuming;
    private boolean ending;
    private boolean over;
    private long lastHeard = System.nanoTime();

    Intake(Loop loop, Channel channel, Frames frames) {
        this.loop = loop;
        this.channel = channel;
        this.frames = frames;
    }

    void pace(Pace next) {
        pace = next;
    }

    /** Takes what the channel has read. */
    void take(ByteBuf bytes) {
        lastHeard = System.nanoTime();
        ByteBuf in = fitting(bytes);
        ByteBuf before = unread;
        if (before == null) {
            handOn(in);
        } else {
            unread = channel.alloc()
                    .buffer(before.readableBytes() + in.readableBytes())
                    .writeBytes(before)
                    .writeBytes(in);
            before.release();
            in.release();
        }
    }

    void hold(Hold reason) {
        if ((!ending || reason == Hold.TURN_OVER) && holds.add(reason)) {
            channel.config().setAutoRead(false);
        }
    }

    /** Goes on, soon, once no reason is left not to. */
    void release(Hold reason) {
        if (holds.remove(reason) && holds.isEmpty()) {
            resumeSoon();
        }
    }

    /** From now on nobody holds it any more: the end is to be found. */
    void seekEnd() {
        ending = true;
        holds.clear();
        resumeSoon();
    }

    /** Keeps nothing any more. */
    void end() {
        over = true;
        if (unread != null) {
            unread.release();
            unread = null;
        }
    }

    /** Something else shows that the other end is alive. */
    void heard() {
        lastHeard = System.nanoTime();
    }

    /** Whether somebody holds it, so that the kernel keeps what comes. */
    boolean held() {
        return !holds.isEmpty();
    }

    /** How many bytes are kept. */
    int unread() {
        return unread == null ? 0 : unread.readableBytes();
    }

    boolean silentFor(long nanos) {
        return holds.isEmpty() && System.nanoTime() - lastHeard > nanos;
    }

    private void handOn(ByteBuf in) {
        int ended = 0;
        try {
            while (in.isReadable() && holds.isEmpty()) {
                if (frames.step(in)) {
                    ended++;
                    counted(ended);
                }
            }
        } finally {
            if (in.isReadable() && !over) {
                unread = in;
            } else {
                in.release();
            }
        }
    }

    private void counted(int inThisTurn) {
        long wait = ending ? 0 : pace.frame(System.nanoTime());
        if (wait > 0 && !holds.contains(Hold.TOO_FAST)) {
            hold(Hold.TOO_FAST);
            loop.after(Duration.ofNanos(wait), () -> release(Hold.TOO_FAST));
        }
        if (inThisTurn == FRAMES_A_TURN) {
            hold(Hold.TURN_OVER);
            loop.execute(() -> release(Hold.TURN_OVER));
        }
    }

    private void resumeSoon() {
        if (!resuming) {
            resuming = true;
            loop.execute(this::resume);
        }
    }

    private void resume() {
        resuming = false;
        if (over || !holds.isEmpty()) {
            return;
        }
        // Silence while nothing was read says nothing.
        lastHeard = System.nanoTime();
        ByteBuf rest = unread;
        if (rest != null) {
            unread = null;
            handOn(rest);
            frames.pause();
        }
        if (holds.isEmpty()) {
            channel.config().setAutoRead(true);
        }
    }

    /** A little in a large buffer would hold the whole buffer for as long as it is kept. */
    private ByteBuf fitting(ByteBuf bytes) {
        if (bytes.readableBytes() >= bytes.capacity() / 2) {
            return bytes;
        }
        ByteBuf copy = channel.alloc().buffer(bytes.readableBytes()).writeBytes(bytes);
        bytes.release();
        return copy;
    }
}
