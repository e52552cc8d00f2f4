package io.replyard.pid1.process;

import static io.replyard.pid1.process.LibC.Function.close;
import static io.replyard.pid1.process.LibC.Function.fcntl;
import static io.replyard.pid1.process.LibC.Function.write;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/**
 * Our end of a pipe or terminal: non-blocking, waited for by one thread at a time. Closing is safe at any moment; the
 * lock keeps a number that the kernel has given away again from being used.
 */
final class Descriptor implements ProgramOutput {
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int O_NONBLOCK = 0x800;

    /** What a pipe holds, as the kernel makes it. */
    private static final int TRANSFER_BYTES = 64 * 1024;

    /** Where the kernel's calls read and write. One for all, which never wait: a new one for each would be cleared first. */
    private static final MemorySegment TRANSFER = Arena.global().allocate(TRANSFER_BYTES);

    private static final ReentrantLock TRANSFERS = new ReentrantLock();

    private final Readiness readiness;
    private final int fd;
    private final long token;
    private final ReentrantLock lock = new ReentrantLock();
    private final Semaphore ready = new Semaphore(0);
    private boolean closed;

    /** Takes the descriptor over, which is closed if that fails. */
    Descriptor(Readiness readiness, int fd) throws IOException {
        this.readiness = readiness;
        this.fd = fd;
        int flags = LibC.call(fcntl, fd, F_GETFL);
        LibC.call(fcntl, fd, F_SETFL, flags | O_NONBLOCK);
        try {
            this.token = readiness.add(fd, this::wake);
        } catch (IOException full) {
            LibC.call(close, fd);
            throw full;
        }
    }

    /** The same open file under a second number, so that a reader and a writer can wait independently. */
    Descriptor duplicate() throws IOException {
        int copy = LibC.call(fcntl, fd, F_DUPFD_CLOEXEC, 3);
        if (copy < 0) {
            throw new IOException("fcntl(F_DUPFD_CLOEXEC): " + LibC.errorText(-copy));
        }
        return new Descriptor(readiness, copy);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = transferring(() -> {
            int read = transfer(LibC.Function.read, Math.min(length, TRANSFER_BYTES));
            if (read > 0) {
                MemorySegment.copy(TRANSFER, 0, MemorySegment.ofArray(into), offset, read);
            }
            return read;
        });
        // EIO: nobody holds the other side of the terminal any more.
        if (count == 0 || count == -LibC.EIO) {
            return -1;
        }
        if (count == -LibC.EAGAIN) {
            return 0;
        }
        if (count < 0) {
            throw new IOException("read: " + LibC.errorText(-count));
        }
        return count;
    }

    /**
     * Writes everything, waiting as long as it takes.
     *
     * @throws IOException when nobody reads the other end any more, or this end was closed
     */
    void writeFully(byte[] bytes) throws IOException, InterruptedException {
        int done = 0;
        while (done < bytes.length) {
            int from = done;
            int count = transferring(() -> {
                int length = Math.min(bytes.length - from, TRANSFER_BYTES);
                MemorySegment.copy(MemorySegment.ofArray(bytes), from, TRANSFER, 0, length);
                return transfer(write, length);
            });
            if (count == -LibC.EAGAIN) {
                if (arm(Readiness.Direction.WRITE)) {
                    ready.acquire();
                    ready.drainPermits();
                }
            } else if (count < 0) {
                throw new IOException("write: " + LibC.errorText(-count));
            } else {
                done += count;
            }
        }
    }

    private static int transferring(IntSupplier step) {
        TRANSFERS.lock();
        try {
            return step.getAsInt();
        } finally {
            TRANSFERS.unlock();
        }
    }

    private int transfer(LibC.Function direction, int length) {
        lock.lock();
        try {
            int count;
            do {
                count = closed ? -LibC.EIO : LibC.call(direction, fd, TRANSFER.address(), length);
            } while (count == -LibC.EINTR);
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** Makes a terminal or file call on the open descriptor; {@code -EIO} once it is closed. */
    int control(LibC.Function function, long... arguments) {
        lock.lock();
        try {
            long[] all = new long[arguments.length + 1];
            all[0] = fd;
            System.arraycopy(arguments, 0, all, 1, arguments.length);
            return closed ? -LibC.EIO : LibC.call(function, all);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void await() throws InterruptedException {
        if (arm(Readiness.Direction.READ)) {
            ready.acquire();
            ready.drainPermits();
        }
    }

    @Override
    public void await(Duration atMost) throws InterruptedException {
        if (arm(Readiness.Direction.READ) && ready.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
            ready.drainPermits();
        }
    }

    /** Returns whether there is something to wait for. */
    private boolean arm(Readiness.Direction direction) {
        lock.lock();
        try {
            if (!closed) {
                readiness.arm(fd, token, direction);
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void wake() {
        ready.release();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                readiness.remove(fd, token);
                LibC.call(close, fd);
            }
        } finally {
            lock.unlock();
        }
        wake();
    }
}
