package io.replyard.operator.repl.plan;

import io.fabric8.kubernetes.api.model.Quantity;
import io.replyard.crds.ReplResources;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Limits of one Repl, all present and above zero.
 *
 * @param memoryBytes what its programs may use together
 * @param cpuMillis thousandths of a core it may use
 * @param weightMillis its weight among others, as thousandths of a core
 * @param diskBytes size of the home folder
 */
public record Limits(long memoryBytes, long cpuMillis, long weightMillis, long diskBytes) {
    private static final double DOCKER_SHARES_PER_CORE = 1024;
    /** Docker cannot express weights below 2; such a value is a factor of a core. */
    private static final double LEAST_DOCKER_SHARES = 2;

    public Limits {
        if (memoryBytes <= 0 || cpuMillis <= 0 || weightMillis <= 0 || diskBytes <= 0) {
            throw new IllegalArgumentException("a limit of zero would mean none");
        }
    }

    /** Each limit is the first of the three that says something above zero. */
    static Limits of(@Nullable ReplResources repl, @Nullable ReplResources language, Limits defaults) {
        return new Limits(
                first(repl, language, ReplResources::memory, Limits::bytes, defaults.memoryBytes),
                first(repl, language, ReplResources::threads, Limits::millis, defaults.cpuMillis),
                first(repl, language, ReplResources::shares, Limits::weight, defaults.weightMillis),
                first(repl, language, ReplResources::disk, Limits::bytes, defaults.diskBytes));
    }

    /** Limits in the units people write them. */
    public static Limits of(Quantity memory, double threads, double shares, Quantity disk) {
        return new Limits(bytes(memory), millis(threads), weight(shares), bytes(disk));
    }

    /** A quantity of bytes as a number; a broken byte counts as a whole one. */
    public static long bytes(Quantity quantity) {
        return quantity.getNumericalAmount().setScale(0, RoundingMode.CEILING).longValueExact();
    }

    private static long millis(double cores) {
        return cores <= 0
                ? 0
                : BigDecimal.valueOf(cores)
                        .movePointRight(3)
                        .setScale(0, RoundingMode.CEILING)
                        .longValueExact();
    }

    private static long weight(double shares) {
        return millis(shares < LEAST_DOCKER_SHARES ? shares : shares / DOCKER_SHARES_PER_CORE);
    }

    private static <T> long first(
            @Nullable ReplResources repl,
            @Nullable ReplResources language,
            Function<ReplResources, @Nullable T> field,
            Function<T, Long> amount,
            long otherwise) {
        return Stream.of(repl == null ? null : field.apply(repl), language == null ? null : field.apply(language))
                .filter(Objects::nonNull)
                .map(amount)
                .filter(value -> value > 0)
                .findFirst()
                .orElse(otherwise);
    }
}
