package io.replyard.operator.repl.plan;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.replyard.crds.ReplPods;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What Kubernetes can change on a running pod: CPU and memory, but not disk, which holds from the next wake. */
final class PodResize {
    private static final List<String> RESIZABLE = List.of("cpu", "memory");

    private PodResize() {}

    /** What the container must be given to have the wanted CPU and memory; empty when it has them. */
    static Optional<ResourceRequirements> difference(Pod pod, ResourceRequirements wanted) {
        ResourceRequirements present = pod.getSpec().getContainers().stream()
                .filter(container -> container.getName().equals(ReplPods.CONTAINER))
                .map(Container::getResources)
                .findFirst()
                .orElseGet(ResourceRequirements::new);
        boolean same = RESIZABLE.stream()
                .allMatch(name -> isSame(present.getLimits(), wanted.getLimits(), name)
                        && isSame(present.getRequests(), wanted.getRequests(), name));
        return same ? Optional.empty() : Optional.of(resizable(wanted));
    }

    private static ResourceRequirements resizable(ResourceRequirements wanted) {
        ResourceRequirementsBuilder part = new ResourceRequirementsBuilder();
        RESIZABLE.forEach(name -> part.addToLimits(name, wanted.getLimits().get(name))
                .addToRequests(name, wanted.getRequests().get(name)));
        return part.build();
    }

    private static boolean isSame(
            @Nullable Map<String, Quantity> one, @Nullable Map<String, Quantity> other, String name) {
        return amount(one, name).equals(amount(other, name));
    }

    /** The API server may write the same amount in another unit. */
    private static Optional<BigDecimal> amount(@Nullable Map<String, Quantity> quantities, String name) {
        return Optional.ofNullable(quantities == null ? null : quantities.get(name))
                .map(quantity -> quantity.getNumericalAmount().stripTrailingZeros());
    }
}
