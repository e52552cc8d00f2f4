package io.replyard.conman.wake;

import io.replyard.conman.metrics.BootOutcome;
import io.replyard.conman.repl.PodView;
import io.replyard.crds.Repl;
import io.replyard.crds.ReplCondition;
import io.replyard.crds.ReplPhase;
import io.replyard.crds.ReplReason;
import io.replyard.crds.ReplStatus;
import io.replyard.proto.session.CloseReason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides how a wake gets to its pod. Pure.
 *
 * <p>A pod counts as soon as it has an address: pid1 itself says when it is ready, so a wake never waits for the operator to
 * note down what the pod already shows. What must not happen is to open a session in a pod that is about to be replaced.
 * While the operator has not looked at the last change of the Repl ({@code observedGeneration} behind {@code generation}),
 * a pod is trusted only if the last look saw no pod at all: then this one was made since.
 */
final class WakePlan {
    private WakePlan() {}

    /** The next step. {@code pod} is the Repl's pod, whatever its state. */
    static Step next(Repl repl, @Nullable PodView pod) {
        Optional<Step.End> over = over(repl);
        if (over.isPresent()) {
            return over.get();
        }
        ReplStatus status = repl.getStatus();
        boolean observed = observed(repl);
        if (observed && status != null && status.phase() == ReplPhase.FAILED) {
            return new Step.End(BootOutcome.FAILED, CloseReason.upstream(why(status)));
        }
        if (pod == null) {
            return new Step.Wait("its pod (" + why(status) + ")");
        }
        if (pod.leaving() || pod.end() != null || !pod.madeFor(repl.getSpec()) || (observed && replaces(status))) {
            return new Step.Wait("a new pod (" + why(status) + ")");
        }
        if (!observed && !slept(status)) {
            return new Step.Wait("the operator to take up its changes");
        }
        if (pod.ip() == null) {
            return new Step.Wait("its pod to start (" + why(status) + ")");
        }
        return new Step.Dial(pod.uid(), pod.ip());
    }

    /** The end of a session, open or not yet, when its Repl should no longer be awake; else nothing. */
    static Optional<Step.End> over(Repl repl) {
        if (repl.getMetadata().getDeletionTimestamp() != null) {
            return Optional.of(deleted(repl.getSpec().id()));
        }
        return repl.getSpec().desiredAwake()
                ? Optional.empty()
                : Optional.of(new Step.End(BootOutcome.ASLEEP, CloseReason.goingAway("the Repl went to sleep")));
    }

    /** The end of a session whose Repl is gone. */
    static Step.End deleted(String id) {
        return new Step.End(BootOutcome.DELETED, CloseReason.policy("Repl " + id + " was deleted"));
    }

    private static boolean observed(Repl repl) {
        ReplStatus status = repl.getStatus();
        Long generation = repl.getMetadata().getGeneration();
        return status != null
                && status.observedGeneration() != null
                && generation != null
                && status.observedGeneration() >= generation;
    }

    private static boolean slept(@Nullable ReplStatus status) {
        return status == null || status.phase() == null || status.phase() == ReplPhase.ASLEEP;
    }

    /** The operator replaces the pod, even if the watch of pods does not show yet that the old one leaves. */
    private static boolean replaces(@Nullable ReplStatus status) {
        return status != null
                && status.condition(ReplCondition.READY)
                        .filter(ready -> ready.reason().equals(ReplReason.RECTIFYING.toString()))
                        .isPresent();
    }

    /** Reason and message of the Ready condition. */
    private static String why(@Nullable ReplStatus status) {
        return Optional.ofNullable(status)
                .flatMap(s -> s.condition(ReplCondition.READY))
                .map(c -> c.message().isEmpty() ? c.reason() : c.reason() + ": " + c.message())
                .orElse("not started yet");
    }
}
