package io.replyard.operator.repl.plan;

import io.replyard.crds.ReplCondition;
import io.replyard.crds.ReplStatus;
import java.time.Duration;
import java.time.Instant;

/** The time side of restarts. All of it is read from the status, so that an operator that starts anew goes on where the last one stopped. */
final class Restarts {
    /** This long awake, and earlier failures are forgotten. */
    private static final Duration HEALTHY_AFTER = Duration.ofMinutes(10);

    private Restarts() {}

    /** Whether the Repl was Ready for so long, up to that time, that earlier failures no longer count. */
    static boolean areForgotten(Observed observed, Instant until) {
        return observed.status()
                .condition(ReplCondition.READY)
                .filter(ReplCondition::holds)
                .filter(ready -> !ready.lastTransitionTime().plus(HEALTHY_AFTER).isAfter(until))
                .isPresent();
    }

    /** How long until a Ready Repl's failures are forgotten. */
    static Duration untilForgotten(ReplStatus status, Instant now) {
        Instant since = status.condition(ReplCondition.READY).orElseThrow().lastTransitionTime();
        return atLeastASecond(Duration.between(now, since.plus(HEALTHY_AFTER)));
    }

    /** How long until a failed pod is started again; not positive when nothing is waited for. */
    static Duration untilNext(Observed observed) {
        Instant at = observed.status().nextRestartAt();
        return at == null ? Duration.ZERO : Duration.between(observed.now(), at);
    }

    /** Keeps a timer from spinning on a time that is just over. */
    static Duration atLeastASecond(Duration wait) {
        return wait.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : wait;
    }
}
