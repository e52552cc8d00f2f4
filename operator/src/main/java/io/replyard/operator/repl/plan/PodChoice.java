package io.replyard.operator.repl.plan;

import io.fabric8.kubernetes.api.model.Pod;
import io.replyard.crds.Repl;
import io.replyard.crds.ReplPods;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Which pod a decision is about. A Repl has one; for moments there are two, while one goes and the next is there, or while a deleted Repl of the same name
 * leaves its pod behind.
 */
final class PodChoice {
    private PodChoice() {}

    /** This Repl's pod before a namesake's, one that stays before one that is being deleted, then the youngest. */
    static Optional<Pod> of(Repl repl, Collection<Pod> pods) {
        return pods.stream()
                .max(Comparator.comparing((Pod pod) -> belongs(pod, repl))
                        .thenComparing(pod -> !PodFields.isBeingDeleted(pod))
                        .thenComparing(pod -> pod.getMetadata().getCreationTimestamp())
                        .thenComparing(pod -> pod.getMetadata().getName()));
    }

    static boolean belongs(Pod pod, Repl repl) {
        return ReplPods.replOf(pod)
                .filter(owner -> owner.uid().equals(repl.getMetadata().getUid()))
                .isPresent();
    }

    /** Whether the pod is one of a deleted Repl of that name, so that the garbage collector takes it away. */
    static boolean belongsToNamesake(Pod pod, Repl repl) {
        return !belongs(pod, repl)
                && ReplPods.replOf(pod)
                        .filter(owner -> owner.name().equals(repl.getMetadata().getName()))
                        .isPresent();
    }
}
