package io.replyard.operator.repl.plan;

import io.fabric8.kubernetes.api.model.Quantity;
import io.replyard.crds.ImagePullPolicy;
import io.replyard.crds.PodAdditions;
import java.time.Duration;

/** The settings that tests plan with: the operator's defaults. */
public final class TestSettings {
    /** What they say about pods. */
    public static final PodSettings POD = new PodSettings(
            "replyard/runtime:1",
            ImagePullPolicy.IF_NOT_PRESENT,
            64 << 20,
            1,
            1000,
            "",
            Duration.ofSeconds(30),
            false,
            PodAdditions.NONE,
            Limits.of(new Quantity("512Mi"), 1, 0.2, new Quantity("1Gi")));

    /** What they say about decisions. */
    public static final PlannerSettings PLANNER =
            new PlannerSettings(POD, Duration.ofSeconds(20), Duration.ofSeconds(2), Duration.ofMinutes(5));

    private TestSettings() {}
}
