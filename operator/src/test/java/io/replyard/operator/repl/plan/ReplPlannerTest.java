package io.replyard.operator.repl.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.replyard.crds.Repl;
import io.replyard.crds.ReplCondition;
import io.replyard.crds.ReplPhase;
import io.replyard.crds.ReplReason;
import io.replyard.crds.ReplStatus;
import io.replyard.operator.repl.plan.Plan.CreatePod;
import io.replyard.operator.repl.plan.Plan.DeletePod;
import io.replyard.operator.repl.plan.Plan.Notice;
import io.replyard.operator.repl.plan.Plan.ResizePod;
import io.replyard.operator.repl.plan.Plan.ScaleToZero;
import io.replyard.operator.repl.plan.Plan.Step;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ReplPlannerTest {
    private final ReplPlanner planner = new ReplPlanner(TestSettings.PLANNER);

    @TestFactory
    Stream<DynamicTest> plans() throws IOException {
        return GoldenCases.in("planner", "plan.yaml", this::plan);
    }

    @Test
    void whoeverHasTheNameIsInTheWay() {
        Observed taken = observed("wake-pod-name-taken");

        assertThat(planner.nameTaken(withoutPod(taken), taken.pod())).isEqualTo(planner.plan(taken));
    }

    @Test
    void aPodThatIsOursOrGoesByItselfIsNotInTheWay() {
        Observed ours = observed("wake-becomes-ready");
        Observed namesakes = observed("wake-pod-of-deleted-namesake");

        assertThat(planner.nameTaken(withoutPod(ours), ours.pod())).isEqualTo(soon(ours));
        assertThat(planner.nameTaken(withoutPod(namesakes), namesakes.pod())).isEqualTo(soon(namesakes));
        assertThat(planner.nameTaken(withoutPod(ours), null)).isEqualTo(soon(ours));
    }

    @Test
    void aRefusalIsAConditionAndToldOnce() {
        Observed observed = observed("ready-limits-changed");
        Step resize = planner.plan(observed).steps().getFirst();

        Plan first = planner.refused(observed, resize, "maximum memory usage per Pod is 64Gi");

        assertThat(first.status().condition(ReplCondition.REFUSED))
                .hasValueSatisfying(refused -> assertThat(refused)
                        .returns("True", ReplCondition::status)
                        .returns("ResizeRefused", ReplCondition::reason)
                        .returns("maximum memory usage per Pod is 64Gi", ReplCondition::message)
                        .returns(2L, ReplCondition::observedGeneration));
        assertThat(first.status().phase()).isEqualTo(ReplPhase.READY);
        assertThat(first.notices())
                .containsExactly(new Notice(ReplReason.RESIZE_REFUSED, "maximum memory usage per Pod is 64Gi"));
        assertThat(first.steps()).isEmpty();

        Observed known = withStatus(observed, first.status());
        Plan second = planner.refused(known, resize, "other words");

        assertThat(second.notices()).isEmpty();
        assertThat(planner.plan(known).notices()).isEmpty();
    }

    @Test
    void eachRefusalIsWaitedForTwiceAsLongUpToTheMaximum() {
        Observed observed = observed("ready-limits-changed");
        Step resize = planner.plan(observed).steps().getFirst();
        List<Duration> waits = new ArrayList<>();

        for (int times = 1; times <= 10; times++) {
            Plan plan = planner.refused(observed, resize, "no");
            waits.add(Objects.requireNonNull(plan.requeueAfter()));
            assertThat(plan.status().refusals()).isEqualTo(times);
            assertThat(plan.status().nextTryAt()).isEqualTo(observed.now().plus(waits.getLast()));
            observed = withStatus(observed, plan.status());
        }

        assertThat(waits.stream().map(Duration::toSeconds))
                .containsExactly(2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L);
    }

    @Test
    void anotherSpecIsToldOfAndCountedAnew() {
        Observed observed = observed("refused-resize-under-new-generation");
        Step resize = planner.plan(observed).steps().getFirst();

        Plan plan = planner.refused(observed, resize, "still too much");

        assertThat(plan.status().refusals()).isOne();
        assertThat(plan.notices()).containsExactly(new Notice(ReplReason.RESIZE_REFUSED, "still too much"));
    }

    @Test
    void aReplWhosePodIsRefusedHasFailed() {
        Observed observed = observed("wake-from-sleep");
        Step create = planner.plan(observed).steps().getFirst();

        Plan plan = planner.refused(observed, create, "exceeded quota");

        assertThat(plan.status().phase()).isEqualTo(ReplPhase.FAILED);
        assertThat(plan.status().condition(ReplCondition.READY).map(ReplCondition::reason))
                .contains("PodRefused");
        assertThat(plan.status().nextTryAt()).isEqualTo(observed.now().plusSeconds(2));
        assertThat(plan.notices()).containsExactly(new Notice(ReplReason.POD_REFUSED, "exceeded quota"));
        assertThat(planner.plan(withStatus(observed, plan.status())).steps()).isEmpty();
    }

    private static Observed withStatus(Observed observed, ReplStatus status) {
        Repl repl = new Repl();
        repl.setMetadata(observed.repl().getMetadata());
        repl.setSpec(observed.repl().getSpec());
        repl.setStatus(status);
        return observed.with(repl);
    }

    private static Plan soon(Observed observed) {
        return Plan.of(observed.status()).lookAgainIn(Duration.ofSeconds(1));
    }

    private static Observed observed(String folder) {
        return GoldenCases.situation(GoldenCases.ROOT.resolve("planner").resolve(folder), "plan.yaml");
    }

    private static Observed withoutPod(Observed observed) {
        return new Observed(observed.repl(), observed.language(), null, observed.now());
    }

    private Object plan(Observed observed) {
        Plan plan = planner.plan(observed);
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("status", plan.status().equals(observed.status()) ? "unchanged" : plan.status());
        shown.put("steps", plan.steps().stream().map(ReplPlannerTest::shown).toList());
        shown.put("events", plan.notices().stream().map(ReplPlannerTest::shown).toList());
        shown.put(
                "requeueAfter",
                plan.requeueAfter() == null ? "never" : plan.requeueAfter().toString());
        return shown;
    }

    private static Object shown(Step step) {
        return switch (step) {
            case CreatePod() -> "CreatePod";
            case DeletePod(Pod pod, boolean force) -> force ? "DeletePod by force" : "DeletePod";
            case ResizePod resize -> Map.of("ResizePod", resize.resources());
            case ScaleToZero() -> "ScaleToZero";
        };
    }

    private static Object shown(Notice notice) {
        return (notice.isWarning() ? "Warning " : "Normal ") + notice.reason() + ": " + notice.message();
    }
}
