package io.replyard.operator.repl.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.replyard.crds.ReplResources;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;

class LimitsTest {
    private static final Limits DEFAULTS = Limits.of(new Quantity("512Mi"), 1, 0.2, new Quantity("1Gi"));

    @Example
    void sharesAreDockersAndFactorsBelowTwo() {
        assertThat(weight(1024)).isEqualTo(1000);
        assertThat(weight(2)).isEqualTo(2);
        assertThat(weight(1.5)).isEqualTo(1500);
        assertThat(weight(0.2)).isEqualTo(200);
    }

    @Example
    void zeroIsNoLimitOfItsOwn() {
        ReplResources zeros = new ReplResources(null, new Quantity("0"), 0d, 0d, new Quantity("0"));

        assertThat(Limits.of(zeros, zeros, DEFAULTS)).isEqualTo(DEFAULTS);
        assertThat(Limits.of(null, null, DEFAULTS)).isEqualTo(DEFAULTS);
    }

    @Example
    void defaultsOfZeroAreRefused() {
        assertThatThrownBy(() -> Limits.of(new Quantity("512Mi"), 0, 0.2, new Quantity("1Gi")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void everyPodIsBurstableAndLimited(
            @ForAll @LongRange(min = 16 << 20, max = 1L << 40) long memory,
            @ForAll @DoubleRange(min = 0.05, max = 256) double threads,
            @ForAll @DoubleRange(min = 0, minIncluded = false, max = 262_144) double shares,
            @ForAll @LongRange(min = 1 << 20, max = 64L << 40) long disk) {
        Limits limits = Limits.of(
                new ReplResources(
                        null,
                        new Quantity(String.valueOf(memory)),
                        threads,
                        shares,
                        new Quantity(String.valueOf(disk))),
                null,
                DEFAULTS);

        ResourceRequirements resources = new PodTemplate(TestSettings.POD).resources(limits);

        assertThat(resources.getLimits().keySet()).containsExactlyInAnyOrder("cpu", "memory", "ephemeral-storage");
        for (String name : resources.getLimits().keySet()) {
            assertThat(amount(resources.getRequests(), name))
                    .isPositive()
                    .isLessThanOrEqualTo(amount(resources.getLimits(), name));
        }
        assertThat(amount(resources.getRequests(), "memory")).isLessThan(amount(resources.getLimits(), "memory"));
    }

    private static BigDecimal amount(Map<String, Quantity> quantities, String name) {
        return Objects.requireNonNull(quantities.get(name)).getNumericalAmount();
    }

    private static long weight(double shares) {
        return Limits.of(new ReplResources(null, null, null, shares, null), null, DEFAULTS)
                .weightMillis();
    }
}
