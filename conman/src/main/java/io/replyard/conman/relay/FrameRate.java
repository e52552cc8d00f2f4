package io.replyard.conman.relay;

import io.replyard.conman.websocket.Pace;
import java.time.Duration;

/**
 * So many frames a second, and some more for a moment. Nothing is refused: who is ahead of the rate is told how long to wait until it is
 * not. Safe for use by many threads.
 */
final class FrameRate implements Pace {
    private final long interval;
    private final long ahead;
    private long due;
    private boolean begun;

    /**
     * A rate nobody has used yet.
     *
     * @param perSecond frames a second in the long run
     * @param burst how many may come at once
     */
    FrameRate(int perSecond, int burst) {
        this.interval = Duration.ofSeconds(1).toNanos() / perSecond;
        this.ahead = interval * burst;
    }

    @Override
    public synchronized long frame(long now) {
        long earliest = now - ahead;
        if (!begun || due - earliest < 0) {
            begun = true;
            due = earliest;
        }
        due += interval;
        return Math.max(0, due - now);
    }
}
