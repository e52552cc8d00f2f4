package io.replyard.operator.repl.plan;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.replyard.crds.ReplReason;
import io.replyard.crds.ReplTermination;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a pod ended, from what pid1, kubelet and controller manager left in its object. */
final class PodEnd {
    private static final int KILLED = 137;

    /** What pid1 ends with on SIGTERM, whoever sent it: the node, or a program. */
    private static final int TOLD_TO_STOP = 143;

    private PodEnd() {}

    /** Evicted or NodeLost, when somebody other than the operator ended the pod and left a word. */
    static @Nullable ReplReason disruption(Pod pod) {
        String word = PodFields.condition(pod, "DisruptionTarget")
                .filter(c -> "True".equals(c.getStatus()))
                .map(PodCondition::getReason)
                .orElse("");
        return switch (word) {
            case "DeletionByTaintManager", "DeletionByPodGC" -> ReplReason.NODE_LOST;
            case "EvictionByEvictionAPI", "PreemptionByScheduler", "TerminationByKubelet" -> ReplReason.EVICTED;
            default -> "NodeLost".equals(PodFields.reason(pod)) ? ReplReason.NODE_LOST : null;
        };
    }

    /**
     * Whether a container was ended by a signal, which the node may have sent. The kubelet says why with the pod's phase, some time after it has shown the end of
     * the container.
     */
    static boolean awaitsTheNodesWord(Pod pod) {
        return !PodFields.isOver(pod)
                && PodFields.state(pod)
                        .map(ContainerState::getTerminated)
                        .filter(ended -> !"OOMKilled".equals(ended.getReason()))
                        .map(ContainerStateTerminated::getExitCode)
                        .filter(code -> code == KILLED || code == TOLD_TO_STOP)
                        .isPresent();
    }

    static ReplTermination termination(Pod pod) {
        Optional<ContainerStateTerminated> ended = PodFields.state(pod).map(ContainerState::getTerminated);
        Integer exitCode = ended.map(ContainerStateTerminated::getExitCode).orElse(null);
        // The runtime says OOMKilled too when a program died of it long before pid1 ended in peace.
        boolean oom =
                ended.map(e -> "OOMKilled".equals(e.getReason())).orElse(false) && Objects.equals(exitCode, KILLED);
        return new ReplTermination(
                reason(pod, exitCode, oom).toString(),
                message(pod, ended, exitCode, oom),
                exitCode,
                oom,
                endedAt(pod, ended));
    }

    private static ReplReason reason(Pod pod, @Nullable Integer exitCode, boolean oom) {
        ReplReason disruption = disruption(pod);
        if (disruption != null) {
            return disruption;
        }
        if ("Evicted".equals(PodFields.reason(pod))) {
            return ReplReason.EVICTED;
        }
        if (oom) {
            return ReplReason.OOM_KILLED;
        }
        if (Objects.equals(exitCode, TOLD_TO_STOP)) {
            // The node leaves a word when it gave the order, and Kubernetes deletes the pod.
            return PodFields.isBeingDeleted(pod) ? ReplReason.COMPLETED : ReplReason.STOPPED;
        }
        return Objects.equals(exitCode, 0) ? ReplReason.COMPLETED : ReplReason.ERROR;
    }

    private static @Nullable String message(
            Pod pod, Optional<ContainerStateTerminated> ended, @Nullable Integer exitCode, boolean oom) {
        String podMessage = pod.getStatus().getMessage();
        if (podMessage != null && !podMessage.isBlank()) {
            return podMessage;
        }
        Optional<String> node = ended.flatMap(LastWords::ofTheNode);
        if (node.isPresent()) {
            return node.get();
        }
        if (oom) {
            return "the Repl used more memory than it may; raise spec.resources.memory or use less";
        }
        if (exitCode == null) {
            String reason = PodFields.reason(pod);
            return reason.isEmpty() ? "the pod failed before its container ran" : reason;
        }
        return switch (exitCode) {
            case 0 -> null;
            case TOLD_TO_STOP ->
                PodFields.isBeingDeleted(pod)
                        ? null
                        : "pid1 was told to stop, and not by Kubernetes: by a program of the Repl, or by hand";
            case KILLED -> "pid1 was killed";
            default -> ended.flatMap(LastWords::ofTheContainer).orElse("pid1 ended with exit code " + exitCode);
        };
    }

    /** Never the present time: the same pod must give the same answer in every pass. */
    private static Instant endedAt(Pod pod, Optional<ContainerStateTerminated> ended) {
        return ended.map(ContainerStateTerminated::getFinishedAt)
                .or(() -> PodFields.condition(pod, "DisruptionTarget").map(PodCondition::getLastTransitionTime))
                .or(() -> PodFields.condition(pod, "Ready").map(PodCondition::getLastTransitionTime))
                .map(Instant::parse)
                .orElseGet(() -> PodFields.createdAt(pod));
    }
}
