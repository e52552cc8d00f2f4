package io.replyard.pid1.output;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How many output messages a program may cause: a burst that refills. It limits messages, never bytes: whoever must
 * wait sends more at once. What a person types refills some of the burst, so that echo is never late.
 */
public final class RateLimit {
    static final int BURST = 100;
    static final int PER_SECOND = 100;
    static final int BOOST = 20;

    private static final double NANOS = 1e9;

    private final LongSupplier nanoTime;
    private double tokens = BURST;
    private long refilledAt;

    /**
     * @param nanoTime a clock that never goes back, as {@link System#nanoTime}
     */
    public RateLimit(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.refilledAt = nanoTime.getAsLong();
    }

    /**
     * Takes one message from the allowance, if there is one.
     *
     * @return zero when the message may go, else how long until one may, and nothing was taken
     */
    public synchronized Duration take() {
        long now = nanoTime.getAsLong();
        tokens = Math.min(BURST, tokens + (now - refilledAt) * PER_SECOND / NANOS);
        refilledAt = now;
        if (tokens < 1) {
            return Duration.ofNanos((long) Math.ceil((1 - tokens) / PER_SECOND * NANOS));
        }
        tokens -= 1;
        return Duration.ZERO;
    }

    /** A person has typed something. */
    public synchronized void boost() {
        tokens = Math.min(BURST, tokens + BOOST);
    }
}
