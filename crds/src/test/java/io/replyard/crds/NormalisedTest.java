package io.replyard.crds;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Specs that mean the same are equal once normalised, and no others are: a field that is added to a record is compared without anybody thinking of it. */
class NormalisedTest {
    private static final ReplSpec PLAIN = ReplSpec.of("r1", "c", "s", "u", "b");

    @Test
    void defaultsCountAsSaid() {
        ReplSpec said = ReplSpecBuilder.builder(PLAIN)
                .persistence(Persistence.PERSISTENT)
                .resources(new ReplResources(null, null, null, null, null))
                .flags(List.of())
                .replicas(1)
                .build();

        assertThat(said.normalised()).isEqualTo(PLAIN.normalised());
    }

    @Test
    void amountsAreComparedAndNotTheirSpelling() {
        assertThat(with(new ReplResources(true, new Quantity("512Mi"), 1.0, 2.0, new Quantity("1Gi"))))
                .isEqualTo(
                        with(new ReplResources(true, new Quantity("536870912"), 1.0, 2.0, new Quantity("1048576Ki"))));
        assertThat(with(new ReplResources(true, new Quantity("512Mi"), null, null, null)))
                .isNotEqualTo(with(new ReplResources(true, new Quantity("512M"), null, null, null)));
    }

    @Test
    void nothingSaidAboutTheNetworkIsNotNo() {
        assertThat(with(new ReplResources(false, null, null, null, null)))
                .isNotEqualTo(with(new ReplResources(null, null, null, null, null)));
    }

    @Test
    void normalisingTwiceChangesNothing() {
        ReplSpec once = with(new ReplResources(null, new Quantity("1.5Gi"), 1.0, null, null));

        assertThat(once.normalised()).isEqualTo(once);
    }

    private static ReplSpec with(ReplResources resources) {
        return ReplSpecBuilder.builder(PLAIN).resources(resources).build().normalised();
    }
}
