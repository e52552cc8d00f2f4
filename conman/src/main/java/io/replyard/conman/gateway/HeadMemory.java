package io.replyard.conman.gateway;

import java.util.concurrent.atomic.AtomicLong;

/** What unfinished request heads may take together, beyond the little that each may. Safe for use by many threads. */
final class HeadMemory {
    private final long limit;
    private final AtomicLong taken = new AtomicLong();

    /** Of that many bytes. */
    HeadMemory(long limit) {
        this.limit = limit;
    }

    /** Takes so many bytes; false, and nothing is taken, when that is more than there is. */
    boolean take(long bytes) {
        if (taken.addAndGet(bytes) <= limit) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }
}
