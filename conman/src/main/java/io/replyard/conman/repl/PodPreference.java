package io.replyard.conman.repl;

import io.fabric8.kubernetes.api.model.Pod;
import io.replyard.crds.Repl;
import io.replyard.crds.ReplPods;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which of a Repl's pods counts while there are several: an old one leaves, a new one comes. Pure. */
final class PodPreference {
    /** Times of one API server in its one format sort as text; uids only make the order of equals stable. */
    private static final Comparator<Pod> NEWEST_FIRST = Comparator.<Pod, String>comparing(
                    pod -> pod.getMetadata().getCreationTimestamp(), Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(pod -> pod.getMetadata().getUid())
            .reversed();

    private PodPreference() {}

    /**
     * The pods of the present object in the order of preference: those that stay before those that leave, newer before older. What belonged to an
     * earlier object of the same name is not the present one's, whoever owned that.
     *
     * @param repl the present object, if it is known
     */
    static List<Pod> sorted(List<Pod> pods, @Nullable Repl repl) {
        return pods.stream()
                .filter(pod -> isOf(repl, pod))
                .sorted(Comparator.<Pod, Boolean>comparing(
                                pod -> pod.getMetadata().getDeletionTimestamp() != null)
                        .thenComparing(NEWEST_FIRST))
                .toList();
    }

    private static boolean isOf(@Nullable Repl repl, Pod pod) {
        return repl != null
                && ReplPods.replOf(pod)
                        .filter(owner -> owner.uid().equals(repl.getMetadata().getUid()))
                        .isPresent();
    }
}
