package io.replyard.operator.repl.plan;

import io.replyard.crds.ReplPhase;
import io.replyard.crds.ReplReason;
import io.replyard.crds.ReplStatus;
import io.replyard.crds.ReplTermination;
import io.replyard.operator.repl.plan.Plan.DeletePod;
import io.replyard.operator.repl.plan.Plan.ScaleToZero;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Ends of pods whose Repl is to be awake: who did it, and when the next one starts. */
final class EndPlanner {
    /** When the node is this late with the end of a pod it is taken for dead. */
    private static final Duration OVERDUE = Duration.ofSeconds(60);

    /** How long the kubelet's word for an end may come after the end; mostly it is a second. */
    private static final Duration LAST_WORD = Duration.ofSeconds(10);

    private final PlannerSettings settings;

    EndPlanner(PlannerSettings settings) {
        this.settings = settings;
    }

    /** A pod that is being deleted although the Repl is to be awake. */
    Plan terminating(Observed observed, PodState.Terminating pod) {
        ReplStatus status = statusOfTerminating(observed, pod);
        Duration untilOverdue = Duration.between(observed.now(), pod.due().plus(OVERDUE));
        if (!untilOverdue.isPositive()) {
            return Plan.of(status, new DeletePod(Objects.requireNonNull(observed.pod()), true));
        }
        Duration wait = Restarts.untilNext(observed);
        return Plan.of(status).lookAgainIn(wait.isPositive() && wait.compareTo(untilOverdue) < 0 ? wait : untilOverdue);
    }

    private ReplStatus statusOfTerminating(Observed observed, PodState.Terminating pod) {
        if (observed.status().nextRestartAt() != null) {
            return StatusDraft.asBefore(observed);
        }
        if (observed.wasReplacing()) {
            return StatusDraft.keeping(observed)
                    .ended(because(observed.lastReason().orElseThrow(), pod.termination()))
                    .build();
        }
        if (observed.wasIn(ReplPhase.SLEEPING)) {
            return new StatusDraft(observed, true)
                    .is(ReplPhase.WAKING, ReplReason.POD_PENDING, "a new pod follows when the old one is gone")
                    .ended(pod.termination())
                    .build();
        }
        ReplReason reason = Objects.requireNonNullElse(pod.disruption(), ReplReason.POD_DELETED);
        return new StatusDraft(observed, true)
                .is(ReplPhase.WAKING, reason, "the pod was deleted; a new one follows when it is gone")
                .ended(because(reason, pod.termination()))
                .build();
    }

    /** A pod that ends in good order because it was told to did not end by itself: the record names who told it. */
    private static @Nullable ReplTermination because(ReplReason reason, @Nullable ReplTermination termination) {
        return termination == null || !termination.reason().equals(ReplReason.COMPLETED.toString())
                ? termination
                : new ReplTermination(
                        reason.toString(),
                        termination.message(),
                        termination.exitCode(),
                        termination.oom(),
                        termination.at());
    }

    /** A pod whose container ended by itself. */
    Plan ended(Observed observed, PodState.Ended pod) {
        ReplTermination termination = pod.termination();
        Duration patience = Duration.between(observed.now(), termination.at().plus(LAST_WORD));
        if (pod.awaitsTheNodesWord() && patience.isPositive()) {
            return Plan.of(StatusDraft.asBefore(observed)).lookAgainIn(patience);
        }
        DeletePod delete = new DeletePod(Objects.requireNonNull(observed.pod()), false);
        if (termination.reason().equals(ReplReason.COMPLETED.toString())) {
            ReplStatus status = new StatusDraft(observed, true)
                    .is(ReplPhase.SLEEPING, ReplReason.SLEEPING, "pid1 put the Repl to sleep")
                    .ended(termination)
                    .build();
            return Plan.of(status, new ScaleToZero(), delete);
        }
        // The time of restart is set when a failure is recorded, and cleared before the next pod is made.
        boolean onRecord = observed.status().nextRestartAt() != null;
        return onRecord
                ? Plan.of(StatusDraft.asBefore(observed), delete)
                        .lookAgainIn(Restarts.atLeastASecond(Restarts.untilNext(observed)))
                : failed(observed, termination, delete);
    }

    private Plan failed(Observed observed, ReplTermination termination, DeletePod delete) {
        int restarts = Restarts.areForgotten(observed, termination.at())
                ? 1
                : observed.status().restartsOrZero() + 1;
        Duration wait = settings.backoff(restarts);
        ReplStatus status = new StatusDraft(observed, false)
                .is(
                        ReplPhase.FAILED,
                        ReplReason.of(termination.reason()).orElse(ReplReason.ERROR),
                        Objects.requireNonNullElse(termination.message(), "the pod ended"))
                .ended(termination)
                .restarts(restarts)
                .nextRestartAt(observed.now().plus(wait))
                .build();
        return Plan.of(status, delete).lookAgainIn(wait);
    }
}
