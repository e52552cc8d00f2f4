package io.replyard.pid1.wire;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Gives memory back to the node. A message of several MiB makes the heap grow to many times what pid1 needs, and by
 * itself the JVM would keep that for good; so some quiet seconds after such messages it collects and shrinks.
 */
final class HeapTrim {
    private static final int LARGE = 1024 * 1024;
    private static final Duration QUIET = Duration.ofSeconds(2);

    private final Semaphore wanted = new Semaphore(0);

    HeapTrim() {
        Thread.ofVirtual().name("heap-trim").start(this::run);
    }

    /** A frame of that size has come or gone. */
    void afterFrame(int bytes) {
        if (bytes >= LARGE) {
            wanted.release();
        }
    }

    private void run() {
        try {
            while (true) {
                wanted.acquire();
                while (wanted.tryAcquire(QUIET.toMillis(), TimeUnit.MILLISECONDS)) {
                    wanted.drainPermits();
                }
                System.gc();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
