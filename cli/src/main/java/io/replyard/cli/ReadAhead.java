package io.replyard.cli;

import com.google.protobuf.ByteString;
import io.replyard.proto.session.SessionProtocol;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads on while what was read before is being sent: a little goes at once, much goes in large pieces. A thread of its own, because a read of standard
 * input cannot be interrupted.
 */
final class ReadAhead {
    /** The largest piece, and read. */
    static final int LARGEST = SessionProtocol.SHORT_PAYLOAD_BYTES;

    private final InputStream in;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final byte[] gathered = new byte[LARGEST];
    private int length;
    private boolean ended;
    private @Nullable IOException failure;

    private ReadAhead(InputStream in) {
        this.in = in;
    }

    static ReadAhead start(InputStream in) {
        ReadAhead ahead = new ReadAhead(in);
        Thread.ofPlatform().daemon().name("read-ahead").start(ahead::read);
        return ahead;
    }

    /**
     * Waits for more.
     *
     * @return everything that was read since the last call; empty at the end
     * @throws IOException of the read, after all that came before it
     */
    ByteString next() throws IOException {
        lock.lock();
        try {
            while (length == 0 && !ended) {
                changed.await();
            }
            if (length == 0 && failure != null) {
                throw failure;
            }
            ByteString piece = ByteString.copyFrom(gathered, 0, length);
            length = 0;
            changed.signalAll();
            return piece;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } finally {
            lock.unlock();
        }
    }

    private void read() {
        byte[] buffer = new byte[LARGEST];
        try {
            int count = StandardInput.read(in, buffer, 0, buffer.length);
            while (count >= 0) {
                put(buffer, count);
                count = StandardInput.read(in, buffer, 0, buffer.length);
            }
            end(null);
        } catch (IOException e) {
            end(e);
        } catch (InterruptedException e) {
            end(new InterruptedIOException("interrupted"));
        }
    }

    private void put(byte[] bytes, int count) throws InterruptedException {
        lock.lock();
        try {
            while (length + count > LARGEST) {
                changed.await();
            }
            System.arraycopy(bytes, 0, gathered, length, count);
            length += count;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void end(@Nullable IOException why) {
        lock.lock();
        try {
            failure = why;
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
