package io.replyard.pid1.service.shell;

import java.time.Duration;

/** How long to wait before a new shell takes the place of one that has ended. Not thread-safe. */
final class RestartDelay {
    static final Duration LIVED = Duration.ofSeconds(2);
    static final Duration FIRST = Duration.ofMillis(250);
    static final Duration LONGEST = Duration.ofSeconds(10);

    private Duration next = FIRST;

    /**
     * None if the last shell was really used; if it ended at once, twice as long as the last time.
     *
     * @param lived how long it ran
     */
    Duration after(Duration lived) {
        if (lived.compareTo(LIVED) >= 0) {
            next = FIRST;
            return Duration.ZERO;
        }
        Duration delay = next;
        next = next.multipliedBy(2).compareTo(LONGEST) < 0 ? next.multipliedBy(2) : LONGEST;
        return delay;
    }
}
