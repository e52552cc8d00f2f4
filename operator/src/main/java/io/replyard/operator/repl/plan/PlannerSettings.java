package io.replyard.operator.repl.plan;

import java.time.Duration;

/**
 * What the operator's settings say about decisions.
 *
 * @param pod the pods
 * @param imagePullDeadline how long a failing image pull may go on before the Repl counts as Failed
 * @param backoffInitial the wait before the first restart
 * @param backoffMaximum the longest wait before a restart
 */
public record PlannerSettings(
        PodSettings pod, Duration imagePullDeadline, Duration backoffInitial, Duration backoffMaximum) {

    /** The wait before restart number {@code restart}, counted from 1: doubled each time up to the maximum. */
    Duration backoff(int restart) {
        int doublings = Math.min(restart - 1, 30);
        Duration wait = backoffInitial.multipliedBy(1L << doublings);
        return wait.compareTo(backoffMaximum) < 0 ? wait : backoffMaximum;
    }
}
