package io.replyard.operator.repl.plan;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.replyard.crds.ReplReason;
import io.replyard.crds.ReplStatus;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to do now. The status is written first (a dead pod is deleted only when its cause is on record), then Events tell of it, then the steps are taken in order.
 *
 * @param status the status afterwards; equal to the present one when nothing is to be written
 * @param requeueAfter when to look again without an event; null means not at all
 */
public record Plan(
        ReplStatus status,
        List<Step> steps,
        List<Notice> notices,
        @Nullable Duration requeueAfter) {

    public Plan {
        steps = List.copyOf(steps);
        notices = List.copyOf(notices);
    }

    static Plan of(ReplStatus status, Step... steps) {
        return new Plan(status, List.of(steps), List.of(), null);
    }

    Plan lookAgainIn(@Nullable Duration wait) {
        return new Plan(status, steps, notices, wait);
    }

    Plan with(ReplStatus other) {
        return new Plan(other, steps, notices, requeueAfter);
    }

    Plan taking(List<Step> others) {
        return new Plan(status, others, notices, requeueAfter);
    }

    Plan telling(List<Notice> news) {
        return new Plan(status, steps, news, requeueAfter);
    }

    /** An Event to write. */
    public record Notice(ReplReason reason, String message) {
        /** Whether people should look at it. */
        public boolean isWarning() {
            return ReasonTrait.WARNING.is(reason);
        }
    }

    /** One write to the cluster. */
    public sealed interface Step {
        /** What it is called when the API server refuses it for good. */
        ReplReason refusal();
    }

    /** Create the Repl's pod. The template is built when the step is taken. */
    public record CreatePod() implements Step {
        @Override
        public ReplReason refusal() {
            return ReplReason.POD_REFUSED;
        }
    }

    /**
     * Delete the pod.
     *
     * @param pod which one; another pod of that name is left alone
     * @param force without waiting for the node's answer, because there will be none
     */
    public record DeletePod(Pod pod, boolean force) implements Step {
        @Override
        public ReplReason refusal() {
            return ReplReason.DELETE_REFUSED;
        }
    }

    /** Give the running container other limits. */
    public record ResizePod(Pod pod, ResourceRequirements resources) implements Step {
        @Override
        public ReplReason refusal() {
            return ReplReason.RESIZE_REFUSED;
        }

        /** What to tell once it is done. */
        public Notice done() {
            return new Notice(
                    ReplReason.RESIZED,
                    "limits are now cpu %s, memory %s"
                            .formatted(
                                    resources.getLimits().get("cpu"),
                                    resources.getLimits().get("memory")));
        }
    }

    /** Set {@code spec.replicas} to 0, because pid1 put itself to sleep. */
    public record ScaleToZero() implements Step {
        @Override
        public ReplReason refusal() {
            return ReplReason.SLEEP_REFUSED;
        }
    }
}
