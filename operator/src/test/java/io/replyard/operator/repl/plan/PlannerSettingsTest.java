package io.replyard.operator.repl.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlannerSettingsTest {
    @Test
    void doubleTheBackoffUpToItsMaximum() {
        PlannerSettings settings = TestSettings.PLANNER;

        assertThat(settings.backoff(1)).hasSeconds(2);
        assertThat(settings.backoff(2)).hasSeconds(4);
        assertThat(settings.backoff(8)).hasSeconds(256);
        assertThat(settings.backoff(9)).hasSeconds(300);
        assertThat(settings.backoff(Integer.MAX_VALUE)).hasSeconds(300);
    }
}
