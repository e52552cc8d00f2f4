package io.replyard.operator.repl.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.replyard.operator.repl.plan.Plan.CreatePod;
import io.replyard.operator.repl.plan.Plan.DeletePod;
import io.replyard.operator.repl.plan.Plan.LabelPod;
import io.replyard.operator.repl.plan.Plan.Notice;
import io.replyard.operator.repl.plan.Plan.ResizePod;
import io.replyard.operator.repl.plan.Plan.ScaleToZero;
import io.replyard.operator.repl.plan.Plan.Step;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
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
            case LabelPod(Pod pod, String net) -> Map.of("LabelPod", net);
            case ScaleToZero() -> "ScaleToZero";
        };
    }

    private static Object shown(Notice notice) {
        return (notice.isWarning() ? "Warning " : "Normal ") + notice.reason() + ": " + notice.message();
    }
}
