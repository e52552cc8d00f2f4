package io.replyard.conman.repl;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.replyard.crds.PodEnvironment;
import io.replyard.crds.Repl;
import io.replyard.crds.ReplPods;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Keeps of each watched object only what conman reads: most of a pod is of no interest here, and there are many. */
final class SlimObjects {
    private static final class Store<T extends HasMetadata> extends BasicItemStore<T> {
        private final UnaryOperator<T> slimming;

        Store(UnaryOperator<T> slimming) {
            super(Cache::metaNamespaceKeyFunc);
            this.slimming = slimming;
        }

        @Override
        public @Nullable T put(String key, T object) {
            return super.put(key, slimming.apply(object));
        }
    }

    private SlimObjects() {}

    static ItemStore<Repl> repls() {
        return new Store<>(SlimObjects::slim);
    }

    static ItemStore<Pod> pods() {
        return new Store<>(SlimObjects::slim);
    }

    static Repl slim(Repl repl) {
        Repl slim = new Repl();
        slim.setMetadata(slim(repl.getMetadata()));
        slim.setSpec(repl.getSpec());
        slim.setStatus(repl.getStatus());
        return slim;
    }

    static Pod slim(Pod pod) {
        PodBuilder slim = new PodBuilder().withMetadata(slim(pod.getMetadata()));
        if (pod.getSpec() != null) {
            slim.withNewSpec()
                    .withContainers(pod.getSpec().getContainers().stream()
                            .map(SlimObjects::slim)
                            .toList())
                    .endSpec();
        }
        if (pod.getStatus() != null) {
            slim.withNewStatus()
                    .withPhase(pod.getStatus().getPhase())
                    .withReason(pod.getStatus().getReason())
                    .withPodIP(pod.getStatus().getPodIP())
                    .withContainerStatuses(slimStatuses(pod.getStatus().getContainerStatuses()))
                    .endStatus();
        }
        return slim.build();
    }

    private static Container slim(Container container) {
        return new ContainerBuilder()
                .withName(container.getName())
                .withEnv(container.getEnv().stream()
                        .filter(PodEnvironment::tellsIdentity)
                        .toList())
                .build();
    }

    private static List<ContainerStatus> slimStatuses(List<ContainerStatus> statuses) {
        return statuses.stream()
                .filter(status -> status.getName().equals(ReplPods.CONTAINER))
                .map(status -> new ContainerStatusBuilder()
                        .withName(status.getName())
                        .withState(status.getState())
                        .build())
                .toList();
    }

    private static ObjectMeta slim(ObjectMeta meta) {
        return new ObjectMetaBuilder()
                .withName(meta.getName())
                .withNamespace(meta.getNamespace())
                .withUid(meta.getUid())
                .withResourceVersion(meta.getResourceVersion())
                .withGeneration(meta.getGeneration())
                .withCreationTimestamp(meta.getCreationTimestamp())
                .withDeletionTimestamp(meta.getDeletionTimestamp())
                .withOwnerReferences(meta.getOwnerReferences())
                .build();
    }
}
