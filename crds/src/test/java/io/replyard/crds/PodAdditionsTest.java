package io.replyard.crds;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodAdditionsTest {
    private static final Toleration GPU = new TolerationBuilder().withKey("gpu").build();
    private static final Toleration SPOT =
            new TolerationBuilder().withKey("spot").build();
    private static final Affinity NOTHING = new AffinityBuilder().build();
    private static final Affinity PODS =
            new AffinityBuilder().withNewPodAffinity().endPodAffinity().build();

    @Test
    void theNearerOneWinsAndListsArePutTogether() {
        PodAdditions language = new PodAdditions(
                Map.of("team", "a"),
                Map.of("note", "near"),
                List.of(new LocalObjectReference("own"), new LocalObjectReference("both")),
                Map.of("pool", "gpu"),
                List.of(GPU),
                PODS,
                "high",
                "gvisor",
                false);
        PodAdditions chart = new PodAdditions(
                Map.of("team", "b", "cost", "1"),
                Map.of("note", "far", "other", "kept"),
                List.of(new LocalObjectReference("both")),
                Map.of("pool", "small", "zone", "x"),
                List.of(SPOT),
                NOTHING,
                "low",
                "runc",
                true);

        assertThat(language.over(chart))
                .isEqualTo(new PodAdditions(
                        Map.of("team", "a", "cost", "1"),
                        Map.of("note", "near", "other", "kept"),
                        List.of(new LocalObjectReference("both"), new LocalObjectReference("own")),
                        Map.of("pool", "gpu", "zone", "x"),
                        List.of(SPOT, GPU),
                        PODS,
                        "high",
                        "gvisor",
                        false));
        assertThat(PodAdditions.NONE.over(chart)).isEqualTo(chart);
        assertThat(chart.over(PodAdditions.NONE)).isEqualTo(chart);
    }
}
