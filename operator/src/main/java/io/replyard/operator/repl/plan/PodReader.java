package io.replyard.operator.repl.plan;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.replyard.crds.Repl;
import io.replyard.crds.ReplPods;
import io.replyard.crds.ReplReason;
import io.replyard.crds.ReplTermination;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads pods. The words are the kubelet's and the controller manager's own. */
final class PodReader {
    private static final Set<String> PULL_RETRIES = Set.of("ErrImagePull", "RegistryUnavailable");
    private static final Set<String> PULL_FAILURES = Set.of(
            "ImagePullBackOff",
            "InvalidImageName",
            "ErrImageNeverPull",
            "ImageInspectError",
            "SignatureValidationFailed");
    private static final Set<String> BENIGN_WAITS = Set.of("ContainerCreating", "PodInitializing");
    private static final int KILLED = 137;

    /** What pid1 ends with on SIGTERM. */
    private static final int TOLD_TO_STOP = 143;

    private static final int MAX_MESSAGE = 1000;

    private PodReader() {}

    static PodState read(Repl repl, @Nullable Pod pod) {
        if (pod == null) {
            return new PodState.Absent();
        }
        if (!PodChoice.belongs(pod, repl)) {
            return new PodState.Foreign(PodChoice.belongsToNamesake(pod, repl));
        }
        if (PodChoice.isBeingDeleted(pod)) {
            return new PodState.Terminating(
                    Instant.parse(pod.getMetadata().getDeletionTimestamp()),
                    disruption(pod),
                    everRan(pod) ? termination(pod) : null);
        }
        if (hasEnded(pod)) {
            return new PodState.Ended(termination(pod));
        }
        Optional<ContainerState> state = state(pod);
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
        String phase = pod.getStatus() == null ? "" : pod.getStatus().getPhase();
        return "Succeeded".equals(phase)
                || "Failed".equals(phase)
                || state(pod).map(ContainerState::getTerminated).isPresent();
    }

    /** A container that never ran is reported as one that could not be found. */
    private static boolean everRan(Pod pod) {
        return state(pod)
                .map(ContainerState::getTerminated)
                .filter(ended -> !"ContainerStatusUnknown".equals(ended.getReason()))
                .isPresent();
    }

    private static Optional<ContainerState> state(Pod pod) {
        return Optional.ofNullable(pod.getStatus()).stream()
                .flatMap(status -> status.getContainerStatuses().stream())
                .filter(status -> status.getName().equals(ReplPods.CONTAINER))
                .map(ContainerStatus::getState)
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static PodState waiting(Pod pod, ContainerStateWaiting waiting) {
        String word = Objects.requireNonNullElse(waiting.getReason(), "");
        String message = waiting.getMessage() == null ? word : word + ": " + waiting.getMessage();
        if (PULL_RETRIES.contains(word)) {
            return new PodState.Stuck(ReplReason.IMAGE_PULL, cut(message), scheduledAt(pod), false);
        }
        if (PULL_FAILURES.contains(word)) {
            return new PodState.Stuck(ReplReason.IMAGE_PULL, cut(message), scheduledAt(pod), true);
        }
        if (word.isEmpty() || BENIGN_WAITS.contains(word)) {
            return new PodState.Pending(ReplReason.STARTING, createdAt(pod));
        }
        return new PodState.Stuck(ReplReason.START_FAILED, cut(message), scheduledAt(pod), true);
    }

    /** No container yet, or one that runs while the address is still to come. */
    private static PodState unstarted(Pod pod) {
        Optional<PodCondition> refused = condition(pod, "PodScheduled")
                .filter(c -> "False".equals(c.getStatus()) && "Unschedulable".equals(c.getReason()));
        if (refused.isPresent()) {
            String message = Objects.requireNonNullElse(refused.get().getMessage(), "no node has room for the pod");
            return new PodState.Stuck(ReplReason.UNSCHEDULABLE, cut(message), createdAt(pod), false);
        }
        boolean scheduled = condition(pod, "PodScheduled")
                .filter(c -> "True".equals(c.getStatus()))
                .isPresent();
        return new PodState.Pending(scheduled ? ReplReason.STARTING : ReplReason.POD_PENDING, createdAt(pod));
    }

    private static @Nullable String resizeProblem(Pod pod) {
        return condition(pod, "PodResizePending")
                .filter(c -> "True".equals(c.getStatus()))
                .map(c -> c.getReason() + ": " + c.getMessage())
                .map(PodReader::cut)
                .orElse(null);
    }

    private static @Nullable ReplReason disruption(Pod pod) {
        String word = condition(pod, "DisruptionTarget")
                .filter(c -> "True".equals(c.getStatus()))
                .map(PodCondition::getReason)
                .orElse("");
        return switch (word) {
            case "DeletionByTaintManager", "DeletionByPodGC" -> ReplReason.NODE_LOST;
            case "EvictionByEvictionAPI", "PreemptionByScheduler", "TerminationByKubelet" -> ReplReason.EVICTED;
            default -> "NodeLost".equals(podReason(pod)) ? ReplReason.NODE_LOST : null;
        };
    }

    private static ReplTermination termination(Pod pod) {
        Optional<ContainerStateTerminated> ended = state(pod).map(ContainerState::getTerminated);
        Integer exitCode = ended.map(ContainerStateTerminated::getExitCode).orElse(null);
        // The runtime says OOMKilled too when a program died of it long before pid1 ended in peace.
        boolean oom =
                ended.map(e -> "OOMKilled".equals(e.getReason())).orElse(false) && Objects.equals(exitCode, KILLED);
        return new ReplTermination(
                endReason(pod, exitCode, oom).toString(),
                endMessage(pod, ended, exitCode, oom),
                exitCode,
                oom,
                endedAt(pod, ended));
    }

    private static ReplReason endReason(Pod pod, @Nullable Integer exitCode, boolean oom) {
        ReplReason disruption = disruption(pod);
        if (disruption != null) {
            return disruption;
        }
        if ("Evicted".equals(podReason(pod))) {
            return ReplReason.EVICTED;
        }
        if (oom) {
            return ReplReason.OOM_KILLED;
        }
        if (Objects.equals(exitCode, TOLD_TO_STOP)) {
            // When nobody deleted the pod, the node gave the order; its own word for it may come later or never.
            return PodChoice.isBeingDeleted(pod) ? ReplReason.COMPLETED : ReplReason.EVICTED;
        }
        return Objects.equals(exitCode, 0) ? ReplReason.COMPLETED : ReplReason.ERROR;
    }

    private static @Nullable String endMessage(
            Pod pod, Optional<ContainerStateTerminated> ended, @Nullable Integer exitCode, boolean oom) {
        String podMessage = pod.getStatus().getMessage();
        if (podMessage != null && !podMessage.isBlank()) {
            return cut(podMessage);
        }
        String message = ended.map(ContainerStateTerminated::getMessage).orElse("");
        if (!message.isBlank()) {
            return cut(message);
        }
        if (oom) {
            return "the Repl used more memory than it may; raise spec.resources.memory or use less";
        }
        if (exitCode == null) {
            String reason = podReason(pod);
            return reason.isEmpty() ? "the pod failed before its container ran" : reason;
        }
        return switch (exitCode) {
            case 0 -> null;
            case TOLD_TO_STOP -> PodChoice.isBeingDeleted(pod) ? null : "the node told the container to stop";
            default -> "pid1 ended with exit code " + exitCode;
        };
    }

    /** Never the present time: the same pod must give the same answer in every pass. */
    private static Instant endedAt(Pod pod, Optional<ContainerStateTerminated> ended) {
        return ended.map(ContainerStateTerminated::getFinishedAt)
                .or(() -> condition(pod, "DisruptionTarget").map(PodCondition::getLastTransitionTime))
                .or(() -> condition(pod, "Ready").map(PodCondition::getLastTransitionTime))
                .map(Instant::parse)
                .orElseGet(() -> createdAt(pod));
    }

    private static String podReason(Pod pod) {
        return pod.getStatus() == null
                ? ""
                : Objects.requireNonNullElse(pod.getStatus().getReason(), "");
    }

    private static Instant createdAt(Pod pod) {
        return Instant.parse(pod.getMetadata().getCreationTimestamp());
    }

    private static Instant scheduledAt(Pod pod) {
        return condition(pod, "PodScheduled")
                .filter(c -> "True".equals(c.getStatus()))
                .map(PodCondition::getLastTransitionTime)
                .map(Instant::parse)
                .orElseGet(() -> createdAt(pod));
    }

    private static Optional<PodCondition> condition(Pod pod, String type) {
        List<PodCondition> conditions =
                pod.getStatus() == null ? List.of() : pod.getStatus().getConditions();
        return conditions.stream().filter(c -> type.equals(c.getType())).findFirst();
    }

    private static String cut(String message) {
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE - 1) + "…";
    }
}
