package io.replyard.pid1.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private final AtomicLong now = new AtomicLong(42);
    private final RateLimit limit = new RateLimit(now::get);

    private void useTheBurst() {
        for (int i = 0; i < RateLimit.BURST; i++) {
            assertThat(limit.take()).isZero();
        }
    }

    @Test
    void afterTheBurstMessagesWaitForTheirTurn() {
        useTheBurst();

        Duration turn = Duration.ofSeconds(1).dividedBy(RateLimit.PER_SECOND);
        assertThat(limit.take()).isEqualTo(turn);
        now.addAndGet(turn.dividedBy(2).toNanos());
        assertThat(limit.take()).isEqualTo(turn.dividedBy(2));
        now.addAndGet(turn.dividedBy(2).toNanos());
        assertThat(limit.take()).isZero();
    }

    @Test
    void timeRefillsTheBurstAndNoMore() {
        useTheBurst();
        now.addAndGet(Duration.ofHours(1).toNanos());

        useTheBurst();
        assertThat(limit.take()).isPositive();
    }

    @Test
    void typingRefillsSome() {
        useTheBurst();
        limit.boost();

        for (int i = 0; i < RateLimit.BOOST; i++) {
            assertThat(limit.take()).isZero();
        }
        assertThat(limit.take()).isPositive();
    }
}
