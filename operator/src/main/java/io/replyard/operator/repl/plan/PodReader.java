package io.replyard.operator.repl.plan;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.replyard.crds.Repl;
import io.replyard.crds.ReplReason;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a pod is doing. The words are the kubelet's and the controller manager's own. */
final class PodReader {
    private static final Set<String> PULL_RETRIES = Set.of("ErrImagePull", "RegistryUnavailable");
    private static final Set<String> PULL_FAILURES = Set.of(
            "ImagePullBackOff",
            "InvalidImageName",
            "ErrImageNeverPull",
            "ImageInspectError",
            "SignatureValidationFailed");
    private static final Set<String> BENIGN_WAITS = Set.of("ContainerCreating", "PodInitializing");

    private PodReader() {}

    static PodState read(Repl repl, @Nullable Pod pod) {
        if (pod == null) {
            return new PodState.Absent();
        }
        if (!PodChoice.belongs(pod, repl)) {
            return new PodState.Foreign(PodChoice.belongsToNamesake(pod, repl));
        }
        if (PodFields.isBeingDeleted(pod)) {
            return new PodState.Terminating(
                    Instant.parse(pod.getMetadata().getDeletionTimestamp()),
                    PodEnd.disruption(pod),
                    everRan(pod) ? PodEnd.termination(pod) : null);
        }
        if (hasEnded(pod)) {
            return new PodState.Ended(PodEnd.termination(pod), PodEnd.awaitsTheNodesWord(pod));
        }
        Optional<ContainerState> state = PodFields.state(pod);
        String ip = pod.getStatus() == null ? null : pod.getStatus().getPodIP();
        if (ip != null && !ip.isEmpty() && state.map(ContainerState::getRunning).isPresent()) {
            return new PodState.Running(ip, resizeProblem(pod));
        }
        return state.map(ContainerState::getWaiting)
                .map(waiting -> waiting(pod, waiting))
                .orElseGet(() -> unstarted(pod));
    }

    /** A pod that restarts nothing is over when its container is; its phase says so a second later. */
    private static boolean hasEnded(Pod pod) {
        return PodFields.isOver(pod)
                || PodFields.state(pod).map(ContainerState::getTerminated).isPresent();
    }

    /** A container that never ran is reported as one that could not be found. */
    private static boolean everRan(Pod pod) {
        return PodFields.state(pod)
                .map(ContainerState::getTerminated)
                .filter(ended -> !"ContainerStatusUnknown".equals(ended.getReason()))
                .isPresent();
    }

    private static PodState waiting(Pod pod, ContainerStateWaiting waiting) {
        String word = Objects.requireNonNullElse(waiting.getReason(), "");
        String message = waiting.getMessage() == null ? word : word + ": " + waiting.getMessage();
        if (PULL_RETRIES.contains(word)) {
            return new PodState.Stuck(ReplReason.IMAGE_PULL, message, scheduledAt(pod), false);
        }
        if (PULL_FAILURES.contains(word)) {
            return new PodState.Stuck(ReplReason.IMAGE_PULL, message, scheduledAt(pod), true);
        }
        if (word.isEmpty() || BENIGN_WAITS.contains(word)) {
            return new PodState.Pending(ReplReason.STARTING, PodFields.createdAt(pod));
        }
        return new PodState.Stuck(ReplReason.START_FAILED, message, scheduledAt(pod), true);
    }

    /** No container yet, or one that runs while the address is still to come. */
    private static PodState unstarted(Pod pod) {
        Optional<PodCondition> refused = PodFields.condition(pod, "PodScheduled")
                .filter(c -> "False".equals(c.getStatus()) && "Unschedulable".equals(c.getReason()));
        if (refused.isPresent()) {
            String message = Objects.requireNonNullElse(refused.get().getMessage(), "no node has room for the pod");
            return new PodState.Stuck(ReplReason.UNSCHEDULABLE, message, PodFields.createdAt(pod), false);
        }
        boolean scheduled = PodFields.condition(pod, "PodScheduled")
                .filter(c -> "True".equals(c.getStatus()))
                .isPresent();
        return new PodState.Pending(scheduled ? ReplReason.STARTING : ReplReason.POD_PENDING, PodFields.createdAt(pod));
    }

    private static @Nullable String resizeProblem(Pod pod) {
        return PodFields.condition(pod, "PodResizePending")
                .filter(c -> "True".equals(c.getStatus()))
                .map(c -> c.getReason() + ": " + c.getMessage())
                .orElse(null);
    }

    private static Instant scheduledAt(Pod pod) {
        return PodFields.condition(pod, "PodScheduled")
                .filter(c -> "True".equals(c.getStatus()))
                .map(PodCondition::getLastTransitionTime)
                .map(Instant::parse)
                .orElseGet(() -> PodFields.createdAt(pod));
    }
}
