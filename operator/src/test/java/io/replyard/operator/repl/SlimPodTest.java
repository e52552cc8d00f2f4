package io.replyard.operator.repl;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.replyard.crds.Language;
import io.replyard.crds.LanguageSpecBuilder;
import io.replyard.crds.Repl;
import io.replyard.crds.ReplPhase;
import io.replyard.crds.ReplPods;
import io.replyard.crds.ReplSpec;
import io.replyard.operator.repl.plan.Observed;
import io.replyard.operator.repl.plan.Plan;
import io.replyard.operator.repl.plan.PodTemplate;
import io.replyard.operator.repl.plan.ReplPlanner;
import io.replyard.operator.repl.plan.TestSettings;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlimPodTest {
    @Test
    void keepsAllThatThePlannerComparesARunningPodBy() {
        Repl repl = new Repl();
        repl.setMetadata(new ObjectMetaBuilder()
                .withName("demo")
                .withUid("repl-uid")
                .withGeneration(1L)
                .build());
        repl.setSpec(ReplSpec.of("demo", "python3", "project", "ada", "files"));
        Language language = new Language();
        language.setSpec(LanguageSpecBuilder.builder().image("python").build());
        Pod running = new PodBuilder(new PodTemplate(TestSettings.POD).pod(repl, language, List.of()))
                .withNewStatus()
                .withPodIP("10.1.2.3")
                .addNewContainerStatus()
                .withName(ReplPods.CONTAINER)
                .withNewState()
                .withNewRunning()
                .endRunning()
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();

        Plan plan = new ReplPlanner(TestSettings.PLANNER)
                .plan(new Observed(repl, language, SlimPod.of(running), Instant.EPOCH));

        assertThat(plan.status().phase()).isEqualTo(ReplPhase.READY);
        assertThat(plan.steps()).isEmpty();
    }
}
