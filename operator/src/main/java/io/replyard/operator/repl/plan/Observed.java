package io.replyard.operator.repl.plan;

import io.fabric8.kubernetes.api.model.Pod;
import io.replyard.crds.Language;
import io.replyard.crds.Repl;
import io.replyard.crds.ReplCondition;
import io.replyard.crds.ReplPhase;
import io.replyard.crds.ReplReason;
import io.replyard.crds.ReplStatus;
import io.replyard.crds.ReplStatusBuilder;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that a decision is made from.
 *
 * @param language what the Repl's language means; null when neither it nor the default exists
 * @param pod the Repl's pod, else one that is in its way; null when there is neither
 */
public record Observed(
        Repl repl, @Nullable Language language, @Nullable Pod pod, Instant now) {
    private static final ReplStatus NOTHING_YET = ReplStatusBuilder.builder().build();

    /** An observation with the one pod that counts among all whose owner has the Repl's name. */
    public static Observed of(Repl repl, Optional<Language> language, Collection<Pod> pods, Instant now) {
        return new Observed(
                repl, language.orElse(null), PodChoice.of(repl, pods).orElse(null), now);
    }

    /** The same, with another pod. */
    Observed with(Pod other) {
        return new Observed(repl, language, other, now);
    }

    /** The same, with the Repl as the API server answered to a write. */
    public Observed with(Repl written) {
        return new Observed(written, language, pod, now);
    }

    /** The status as last written, empty when it never was. */
    public ReplStatus status() {
        ReplStatus status = repl.getStatus();
        return status == null ? NOTHING_YET : status;
    }

    /** Whether the last status speaks of a pod that goes, or of the one that follows it. */
    boolean wasReplacing() {
        return wasIn(ReplPhase.WAKING)
                && lastReason().filter(ReasonTrait.REPLACEMENT::is).isPresent();
    }

    /** Whether the last status speaks of sleep; a Repl without a status never was awake. */
    boolean wasAsleep() {
        return status().phase() == null || wasIn(ReplPhase.ASLEEP);
    }

    boolean wasIn(ReplPhase phase) {
        return status().phase() == phase;
    }

    /** The reason in the last Ready condition, empty when there is none that this version knows. */
    Optional<ReplReason> lastReason() {
        return status().condition(ReplCondition.READY)
                .map(ReplCondition::reason)
                .flatMap(ReplReason::of);
    }
}
