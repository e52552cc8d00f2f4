package io.replyard.pid1.service.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartDelayTest {
    private final RestartDelay delay = new RestartDelay();

    @Test
    void growsWhileShellsDieAtOnceAndEndsWithAUsedOne() {
        assertThat(delay.after(Duration.ZERO)).isEqualTo(RestartDelay.FIRST);
        assertThat(delay.after(Duration.ZERO)).isEqualTo(RestartDelay.FIRST.multipliedBy(2));
        for (int i = 0; i < 20; i++) {
            delay.after(Duration.ZERO);
        }
        assertThat(delay.after(Duration.ZERO)).isEqualTo(RestartDelay.LONGEST);
        assertThat(delay.after(RestartDelay.LIVED)).isZero();
        assertThat(delay.after(Duration.ZERO)).isEqualTo(RestartDelay.FIRST);
    }
}
