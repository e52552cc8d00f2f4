package io.replyard.pid1.process;

import static io.replyard.pid1.process.LibC.Function.epoll_create1;
import static io.replyard.pid1.process.LibC.Function.epoll_ctl;
import static io.replyard.pid1.process.LibC.Function.epoll_wait;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells virtual threads when a non-blocking descriptor can be read or written. One epoll and one platform thread for
 * all programs: a blocking read per program would cost a platform thread each.
 */
final class Readiness {
    private static final Logger LOG = System.getLogger(Readiness.class.getName());
    private static final int EPOLL_CLOEXEC = 0x80000;
    private static final int ADD = 1;
    private static final int DELETE = 2;
    private static final int MODIFY = 3;
    private static final int ONE_SHOT = 1 << 30;
    private static final int BATCH = 32;

    /** The kernel packs struct epoll_event on x86-64 only. */
    private static final boolean PACKED = "amd64".equals(System.getProperty("os.arch"));

    private static final int EVENT_BYTES = PACKED ? 12 : 16;
    private static final int TOKEN_OFFSET = PACKED ? 4 : 8;
    private static final ValueLayout.OfLong TOKEN = ValueLayout.JAVA_LONG.withByteAlignment(1);

    /** Which way data should flow. */
    enum Direction {
        READ(0x1),
        WRITE(0x4);

        private final int mask;

        Direction(int mask) {
            this.mask = mask;
        }
    }

    private final int epoll;
    private final AtomicLong tokens = new AtomicLong();
    private final Map<Long, Runnable> wakers = new ConcurrentHashMap<>();

    Readiness() {
        epoll = LibC.call(epoll_create1, EPOLL_CLOEXEC);
        if (epoll < 0) {
            throw new IllegalStateException("epoll_create1: " + LibC.errorText(-epoll));
        }
        Thread.ofPlatform().daemon().name("readiness").start(this::loop);
    }

    /**
     * Adds a descriptor, not yet watched. The waker is called on the epoll thread and must be quick.
     *
     * @throws IOException if the kernel has no room for it
     */
    long add(int fd, Runnable waker) throws IOException {
        long token = tokens.incrementAndGet();
        wakers.put(token, waker);
        int result = control(ADD, fd, 0, token);
        if (result < 0) {
            wakers.remove(token);
            throw new IOException("epoll_ctl: " + LibC.errorText(-result));
        }
        return token;
    }

    /** Calls the waker once, as soon as the descriptor is ready or has failed. */
    void arm(int fd, long token, Direction direction) {
        int result = control(MODIFY, fd, direction.mask | ONE_SHOT, token);
        if (result < 0) {
            throw new IllegalStateException("epoll_ctl: " + LibC.errorText(-result));
        }
    }

    /** Must come before the descriptor is closed. */
    void remove(int fd, long token) {
        wakers.remove(token);
        int result = control(DELETE, fd, 0, token);
        if (result < 0) {
            LOG.log(Level.DEBUG, () -> "epoll_ctl: " + LibC.errorText(-result));
        }
    }

    private int control(int operation, int fd, int events, long token) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment event = arena.allocate(EVENT_BYTES, 8);
            event.set(ValueLayout.JAVA_INT, 0, events);
            event.set(TOKEN, TOKEN_OFFSET, token);
            return LibC.call(epoll_ctl, epoll, operation, fd, event.address());
        }
    }

    private void loop() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment events = arena.allocate((long) EVENT_BYTES * BATCH, 8);
            while (true) {
                int ready = LibC.call(epoll_wait, epoll, events.address(), BATCH, -1);
                for (int i = 0; i < ready; i++) {
                    Runnable waker = wakers.get(events.get(TOKEN, (long) i * EVENT_BYTES + TOKEN_OFFSET));
                    if (waker != null) {
                        waker.run();
                    }
                }
                if (ready < 0 && ready != -LibC.EINTR) {
                    LOG.log(Level.ERROR, "epoll_wait failed: " + LibC.errorText(-ready));
                    return;
                }
            }
        }
    }
}
