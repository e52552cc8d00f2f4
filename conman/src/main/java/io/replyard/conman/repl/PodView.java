package io.replyard.conman.repl;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.replyard.crds.PodEnvironment;
import io.replyard.crds.ReplSpec;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What matters about one pod of a Repl.
 *
 * @param uid the pod's uid; a pod made anew has another one
 * @param ip its address, once it has one
 * @param leaving whether it is on its way out
 * @param end why its container ended, if it did
 * @param identity the variables of its container that say which Repl it was made for
 */
public record PodView(
        String uid,
        @Nullable String ip,
        boolean leaving,
        @Nullable String end,
        Map<String, String> identity) {
    public PodView {
        identity = Map.copyOf(identity);
    }

    /** The view of a pod. */
    static PodView of(Pod pod) {
        PodStatus status = pod.getStatus();
        return new PodView(
                pod.getMetadata().getUid(),
                status == null ? null : blankToNull(status.getPodIP()),
                pod.getMetadata().getDeletionTimestamp() != null,
                status == null ? null : end(status),
                identity(pod));
    }

    /** Whether it was made for a Repl that is what {@code spec} says; one made for another language or owner is replaced. */
    public boolean madeFor(ReplSpec spec) {
        return PodEnvironment.identity(spec).entrySet().stream()
                .allMatch(desired -> identity.getOrDefault(desired.getKey(), desired.getValue())
                        .equals(desired.getValue()));
    }

    private static Map<String, String> identity(Pod pod) {
        return PodEnvironment.read(pod).entrySet().stream()
                .filter(variable -> PodEnvironment.tellsIdentity(new EnvVar(variable.getKey(), null, null)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static @Nullable String end(PodStatus status) {
        String reason = blankToNull(status.getReason());
        Optional<ContainerStateTerminated> terminated = status.getContainerStatuses().stream()
                .map(ContainerStatus::getState)
                .filter(state -> state != null && state.getTerminated() != null)
                .map(ContainerState::getTerminated)
                .findFirst();
        if (terminated.isPresent()) {
            return reason != null ? reason : words(terminated.get());
        }
        boolean over = "Failed".equals(status.getPhase()) || "Succeeded".equals(status.getPhase());
        return over ? (reason == null ? status.getPhase() : reason) : null;
    }

    private static String words(ContainerStateTerminated terminated) {
        String reason = terminated.getReason() == null ? "ended" : terminated.getReason();
        Integer code = terminated.getExitCode();
        return code == null || code == 0 ? reason : reason + ", exit code " + code;
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
