package io.replyard.operator.repl;

import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.replyard.crds.Repl;
import io.replyard.crds.ReplLabels;
import io.replyard.crds.ReplPods;
import io.replyard.operator.cluster.SlimStore;
import java.util.Set;
import java.util.stream.Collectors;

/** Follows the pods the operator made, and no others: the API server does the choosing. */
final class PodSource {
    private static final String MANAGED = ReplLabels.MANAGED_BY + "=" + ReplLabels.OPERATOR;

    private PodSource() {}

    static InformerEventSource<Pod, Repl> of(String namespace, EventSourceContext<Repl> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(Pod.class, Repl.class)
                        .withName("pods")
                        .withNamespaces(namespace)
                        .withLabelSelector(MANAGED)
                        .withItemStore(SlimStore.of(SlimPod::of))
                        .withSecondaryToPrimaryMapper(PodSource::repl)
                        .build(),
                context);
    }

    private static Set<ResourceID> repl(Pod pod) {
        return ReplPods.replOf(pod).stream()
                .map(owner -> new ResourceID(owner.name(), pod.getMetadata().getNamespace()))
                .collect(Collectors.toUnmodifiableSet());
    }
}
