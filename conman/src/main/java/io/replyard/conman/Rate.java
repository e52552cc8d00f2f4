package io.replyard.conman;

import java.time.Duration;

/**
 * So many a second, and some more for a moment. Nothing is refused: who is ahead of the rate is told how long to wait until that is over. Safe for use
 * by many threads.
 */
public final class Rate {
    private final long interval;
    private final long ahead;
    private long due;
    private boolean begun;

    /**
     * A rate nobody has used yet.
     *
     * @param perSecond how many a second in the long run
     * @param burst how many may come at once
     */
    public Rate(int perSecond, int burst) {
        this.interval = Duration.ofSeconds(1).toNanos() / perSecond;
        this.ahead = interval * burst;
    }

    /**
     * One has come.
     *
     * @param now of {@link System#nanoTime}
     * @return how long the next one should wait, nanoseconds; 0 when it need not
     */
    public synchronized long take(long now) {
        long earliest = now - ahead;
        if (!begun || due - earliest < 0) {
            begun = true;
            due = earliest;
        }
        due += interval;
        return Math.max(0, due - now);
    }

    /** Whether it is as if nobody had used it. */
    public synchronized boolean idle(long now) {
        return !begun || due - (now - ahead) <= 0;
    }
}
