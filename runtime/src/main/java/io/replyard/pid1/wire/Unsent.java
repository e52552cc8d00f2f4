package io.replyard.pid1.wire;

import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What all sessions together have not taken yet, out of pid1's small heap. Whoever is about to make a large reply waits until it fits. When others have waited
 * for long, or it all grows beyond what there is, the session with the most is closed: the one that reads slowest, not those that wait.
 */
final class Unsent {
    /** Bytes up to which large replies are made: one of the longest and a little. */
    static final long MARK = 20L * 1024 * 1024;

    /** Bytes beyond which nobody is waited for any more. */
    static final long LIMIT = 28L * 1024 * 1024;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Duration patience;
    private final Set<SocketOutbox> outboxes = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition less = lock.newCondition();
    private final AtomicBoolean shedding = new AtomicBoolean();
    private long bytes;

    Unsent() {
        this(PATIENCE);
    }

    /**
     * @param patience how long somebody waits before another is closed for it
     */
    Unsent(Duration patience) {
        this.patience = patience;
    }

    void join(SocketOutbox outbox) {
        outboxes.add(outbox);
    }

    void leave(SocketOutbox outbox) {
        outboxes.remove(outbox);
    }

    /** Counts what has been queued; negative for what has gone. */
    void count(long change) {
        boolean tooMuch;
        lock.lock();
        try {
            bytes += change;
            tooMuch = change > 0 && bytes > LIMIT;
            if (change < 0) {
                less.signalAll();
            }
        } finally {
            lock.unlock();
        }
        if (tooMuch) {
            closeTheLargest();
        }
    }

    /** Waits until so many bytes more are bearable; a session that alone wants more than all may have gets it when there is nothing else. */
    void awaitRoom(long more) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (bytes > 0 && bytes + more > MARK) {
                if (left <= 0) {
                    closeTheLargest();
                    left = patience.toNanos();
                }
                left = less.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** On a thread of its own: the caller may hold the lock of an outbox. One at a time, as each frees much. */
    private void closeTheLargest() {
        if (shedding.compareAndSet(false, true)) {
            Thread.ofVirtual().name("shedding").start(() -> {
                try {
                    outboxes.stream()
                            .max(Comparator.comparingLong(SocketOutbox::unsent))
                            .ifPresent(SocketOutbox::closeForOthers);
                } finally {
                    shedding.set(false);
                }
            });
        }
    }
}
