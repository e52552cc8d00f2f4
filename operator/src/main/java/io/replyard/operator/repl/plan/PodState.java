package io.replyard.operator.repl.plan;

import io.replyard.crds.ReplReason;
import io.replyard.crds.ReplTermination;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the observed pod is doing, as far as the planner decides on it. */
sealed interface PodState {
    /** There is none. */
    record Absent() implements PodState {}

    /**
     * A pod of the Repl's name that is not this Repl's.
     *
     * @param leaving whether it belongs to a deleted Repl of the same name and will go by itself
     */
    record Foreign(boolean leaving) implements PodState {}

    /**
     * It was deleted and is on its way out.
     *
     * @param due when the node should be done with it
     * @param disruption why, when somebody other than the operator did it and left a word: Evicted or NodeLost
     * @param termination how its container ended, once it has
     */
    record Terminating(
            Instant due,
            @Nullable ReplReason disruption,
            @Nullable ReplTermination termination) implements PodState {}

    /**
     * Its container ended, and nobody deleted it.
     *
     * @param awaitsTheNodesWord whether the node may still say that it was the one
     */
    record Ended(ReplTermination termination, boolean awaitsTheNodesWord) implements PodState {}

    /**
     * Its container runs.
     *
     * @param ip the pod's address
     * @param resizeProblem what the node says when it cannot change the limits
     */
    record Running(String ip, @Nullable String resizeProblem) implements PodState {}

    /**
     * It does not run yet and nothing is wrong.
     *
     * @param reason PodPending or Starting
     */
    record Pending(ReplReason reason, Instant createdAt) implements PodState {}

    /**
     * It cannot run as things are.
     *
     * @param reason Unschedulable, ImagePull or StartFailed
     * @param message what scheduler or node say
     * @param since when the node had the pod
     * @param definitive whether waiting will not help
     */
    record Stuck(ReplReason reason, String message, Instant since, boolean definitive) implements PodState {}
}
