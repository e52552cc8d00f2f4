package io.replyard.conman.wake;

import static org.assertj.core.api.Assertions.assertThat;

import io.replyard.conman.repl.PodView;
import io.replyard.conman.repl.ReplSamples;
import io.replyard.crds.Repl;
import io.replyard.crds.ReplStatusBuilder;
import io.replyard.crds.ReplTermination;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LossTest {
    private static final Instant OPENED = Instant.parse("2026-01-01T10:00:00.500Z");
    private static final PodView RUNNING = new PodView("p1", "10.0.0.1", false, null, Map.of());

    @Test
    void whileThePodRunsNothingIsKnown() {
        assertThat(Loss.cause(repl(null), RUNNING, "p1", OPENED)).isEmpty();
    }

    @Test
    void theContainersEndIsTheCause() {
        PodView ended = new PodView("p1", null, false, "OOMKilled, exit code 137", Map.of());

        assertThat(Loss.cause(repl(null), ended, "p1", OPENED))
                .contains("the Repl's container ended: OOMKilled, exit code 137");
    }

    @Test
    void theOperatorsNoteCountsIfItIsOfThisSessionsTime() {
        ReplTermination now =
                new ReplTermination("Evicted", "disk is full", null, false, Instant.parse("2026-01-01T10:00:00Z"));
        ReplTermination before = new ReplTermination("Error", null, 1, false, Instant.parse("2026-01-01T09:00:00Z"));

        assertThat(Loss.cause(repl(now), null, "p1", OPENED))
                .contains("the Repl's container ended: Evicted: disk is full");
        assertThat(Loss.cause(repl(before), null, "p1", OPENED)).contains("the Repl's pod is gone");
    }

    @Test
    void aPodThatLeavesOrIsAnotherOneIsTheCauseToo() {
        PodView leaving = new PodView("p1", "10.0.0.1", true, null, Map.of());

        assertThat(Loss.cause(repl(null), leaving, "p1", OPENED))
                .contains("the Repl's pod is being stopped or replaced");
        assertThat(Loss.cause(repl(null), RUNNING, "p0", OPENED)).contains("the Repl's pod is gone");
    }

    private static Repl repl(@Nullable ReplTermination last) {
        Repl repl = ReplSamples.repl("u1");
        if (last != null) {
            repl.setStatus(ReplStatusBuilder.builder().lastTermination(last).build());
        }
        return repl;
    }
}
