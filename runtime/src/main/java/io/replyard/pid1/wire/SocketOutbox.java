package io.replyard.pid1.wire;

import io.replyard.pid1.channel.Outbox;
import io.replyard.proto.session.CloseReason;
import io.replyard.proto.wire.Command;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The one queue of a socket, and the writer that empties it. */
final class SocketOutbox implements Outbox {

    /** Small frames that are queued together go out together. */
    private static final int BUFFER_BYTES = 16 * 1024;

    /**
     * What is handed to the kernel at once, as much as Java can: the network takes up to 64 KiB for one packet, and each costs every rule of the node's firewall.
     */
    private static final int PIECE_BYTES = 128 * 1024;

    /** Bytes that a peer must take in its time. */
    private static final long DUE = OUTPUT_MARK / 2;

    private final Duration patience;
    private final HeapTrim heapTrim;
    private final Unsent all;
    private final Runnable tooSlow;
    private final Runnable inTheWay;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<OutgoingFrame> queue = new ArrayDeque<>();
    private long bytes;

    /** Since when the peer has to take {@link #DUE} bytes; 0 if the queue is below the mark. */
    private long fullSince;

    /** What the peer has taken since then. */
    private long taken;

    private boolean closing;
    private boolean closed;

    /**
     * @param patience how long the peer may take for {@link #DUE} bytes
     * @param all what it counts against too
     * @param tooSlow runs when it has not; on the thread that waited
     * @param inTheWay runs when others need the memory that its frames take
     */
    SocketOutbox(Duration patience, HeapTrim heapTrim, Unsent all, Runnable tooSlow, Runnable inTheWay) {
        this(patience, heapTrim, all, tooSlow, inTheWay, System::nanoTime);
    }

    SocketOutbox(
            Duration patience,
            HeapTrim heapTrim,
            Unsent all,
            Runnable tooSlow,
            Runnable inTheWay,
            LongSupplier nanoTime) {
        this.all = all;
        this.inTheWay = inTheWay;
        this.nanoTime = nanoTime;
        this.patience = patience;
        this.heapTrim = heapTrim;
        this.tooSlow = tooSlow;
    }

    @Override
    public void put(Command frame) {
        put(OutgoingFrame.message(frame));
    }

    /** Answers a ping, or shows that this end lives. */
    void pong(byte[] payload) {
        put(OutgoingFrame.pong(payload));
    }

    /** Sends a close frame after everything queued; nothing is sent after it. */
    void close(CloseReason reason) {
        lock.lock();
        try {
            put(OutgoingFrame.close(reason));
            closing = true;
        } finally {
            lock.unlock();
        }
    }

    /** Sends a close frame at once, instead of what is queued. */
    void closeNow(CloseReason reason) {
        lock.lock();
        try {
            clear();
            close(reason);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void put(OutgoingFrame frame) {
        lock.lock();
        try {
            if (closing || closed) {
                return;
            }
            queue.add(frame);
            count(frame.cost());
            if (bytes > OUTPUT_MARK && fullSince == 0) {
                fullSince = nanoTime.getAsLong();
                taken = 0;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void clear() {
        queue.clear();
        count(-bytes);
    }

    private void count(long change) {
        bytes += change;
        all.count(change);
    }

    /** Bytes that wait. */
    long unsent() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    void closeForOthers() {
        inTheWay.run();
    }

    @Override
    public void awaitRoomOfAll(long more) throws InterruptedException {
        all.awaitRoom(more);
    }

    @Override
    public void awaitRoom(long mark) throws InterruptedException {
        lock.lock();
        try {
            if (bytes <= mark) {
                return;
            }
            while (bytes > mark / 2 && !closed && !closing) {
                long waited = fullSince == 0 ? 0 : nanoTime.getAsLong() - fullSince;
                long left = patience.toNanos() - waited;
                if (left <= 0) {
                    tooSlow.run();
                    return;
                }
                changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Sends what is queued until a close frame has been sent, the outbox is shut, or the socket fails. */
    void writeTo(OutputStream socket) throws IOException, InterruptedException {
        OutputStream out = new BufferedOutputStream(new Pieces(socket), BUFFER_BYTES);
        all.join(this);
        try {
            boolean last = false;
            while (!last) {
                OutgoingFrame frame = take(out);
                if (frame == null) {
                    return;
                }
                frame.write(out);
                last = frame.isLast();
                sent(frame);
                heapTrim.afterFrame(frame.cost());
            }
            out.flush();
        } finally {
            all.leave(this);
        }
    }

    /** Hands bytes on in pieces, so that it shows whether a long message moves. */
    private final class Pieces extends FilterOutputStream {
        Pieces(OutputStream socket) {
            super(socket);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int done = 0; done < length; done += PIECE_BYTES) {
                int piece = Math.min(PIECE_BYTES, length - done);
                out.write(bytes, offset + done, piece);
                moved(piece);
            }
        }
    }

    private void moved(int piece) {
        lock.lock();
        try {
            taken += piece;
            if (taken >= DUE && fullSince != 0) {
                fullSince = nanoTime.getAsLong();
                taken = 0;
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable OutgoingFrame take(OutputStream out) throws IOException, InterruptedException {
        if (isEmpty()) {
            out.flush();
        }
        lock.lock();
        try {
            while (queue.isEmpty() && !closed) {
                changed.await();
            }
            return queue.poll();
        } finally {
            lock.unlock();
        }
    }

    private boolean isEmpty() {
        lock.lock();
        try {
            return queue.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void sent(OutgoingFrame frame) {
        lock.lock();
        try {
            count(-Math.min(bytes, frame.cost()));
            if (bytes <= OUTPUT_MARK / 2) {
                fullSince = 0;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends it: nothing is queued or waited for any more. */
    void shut() {
        lock.lock();
        try {
            closed = true;
            clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
