package io.replyard.conman;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @Test
    void aBurstIsFreeAndThenEveryOneWaitsForItsTurn() {
        Rate rate = new Rate(10, 20);
        long now = Long.MAX_VALUE - 5;
        for (int i = 0; i < 20; i++) {
            assertThat(rate.take(now)).isZero();
        }

        assertThat(rate.take(now)).isEqualTo(SECOND / 10);
        assertThat(rate.take(now)).isEqualTo(SECOND / 5);
        assertThat(rate.idle(now)).isFalse();
    }

    @Test
    void whoWaitsWhatHeIsToldKeepsTheRateForEver() {
        Rate rate = new Rate(1_000, 2_000);
        long now = 0;
        for (int i = 0; i < 102_000; i++) {
            now += rate.take(now);
        }

        assertThat(now).isEqualTo(100 * SECOND);
    }

    @Test
    void restGivesTheBurstBackButNoMoreThanThat() {
        Rate rate = new Rate(10, 20);
        for (int i = 0; i < 30; i++) {
            rate.take(0);
        }
        long later = 3_600 * SECOND;
        assertThat(rate.idle(later)).isTrue();
        for (int i = 0; i < 20; i++) {
            assertThat(rate.take(later)).isZero();
        }

        assertThat(rate.take(later)).isPositive();
    }
}
