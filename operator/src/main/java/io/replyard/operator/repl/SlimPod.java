package io.replyard.operator.repl;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of a pod that the planner reads: about a twentieth of the whole in memory. */
final class SlimPod {
    private SlimPod() {}

    static Pod of(Pod pod) {
        return new PodBuilder()
                .withMetadata(metadata(pod.getMetadata()))
                .withNewSpec()
                .withContainers(pod.getSpec().getContainers().stream()
                        .map(SlimPod::container)
                        .toList())
                .endSpec()
                .withStatus(status(pod.getStatus()))
                .build();
    }

    private static ObjectMeta metadata(ObjectMeta whole) {
        return new ObjectMetaBuilder()
                .withName(whole.getName())
                .withNamespace(whole.getNamespace())
                .withUid(whole.getUid())
                .withResourceVersion(whole.getResourceVersion())
                .withGeneration(whole.getGeneration())
                .withLabels(whole.getLabels())
                .withAnnotations(whole.getAnnotations())
                .withOwnerReferences(whole.getOwnerReferences())
                .withCreationTimestamp(whole.getCreationTimestamp())
                .withDeletionTimestamp(whole.getDeletionTimestamp())
                .build();
    }

    private static Container container(Container whole) {
        return new ContainerBuilder()
                .withName(whole.getName())
                .withResources(whole.getResources())
                .build();
    }

    private static PodStatus status(@Nullable PodStatus whole) {
        if (whole == null) {
            return new PodStatus();
        }
        List<ContainerStatus> containers = whole.getContainerStatuses().stream()
                .map(status -> new ContainerStatusBuilder()
                        .withName(status.getName())
                        .withState(status.getState())
                        .build())
                .toList();
        return new PodStatusBuilder()
                .withPhase(whole.getPhase())
                .withReason(whole.getReason())
                .withMessage(whole.getMessage())
                .withPodIP(whole.getPodIP())
                .withConditions(whole.getConditions())
                .withContainerStatuses(containers)
                .build();
    }
}
