package io.replyard.pid1.channel;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many bytes of one session's frames may be inside pid1 and not be done with. When it is full, the session's
 * socket is not read, so TCP holds the client back: that is what bounds every mailbox, and standard input too.
 */
final class InboundWindow {
    static final int BYTES = 1024 * 1024;

    /** What a frame costs beside its bytes. */
    private static final int OVERHEAD = 256;

    private final Semaphore free = new Semaphore(BYTES, true);

    /**
     * Takes the place of a frame; one larger than the window takes it all.
     *
     * @return false if there was no place within the time
     */
    boolean enter(int frameBytes, long millis) throws InterruptedException {
        return free.tryAcquire(cost(frameBytes), millis, TimeUnit.MILLISECONDS);
    }

    void leave(int frameBytes) {
        free.release(cost(frameBytes));
    }

    private static int cost(int frameBytes) {
        return Math.min(BYTES, frameBytes + OVERHEAD);
    }
}
