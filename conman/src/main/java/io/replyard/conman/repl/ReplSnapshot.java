package io.replyard.conman.repl;

import io.replyard.crds.Repl;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the watches know about one Repl right now; they lag behind the API server.
 *
 * @param repl the object, if it is there
 * @param pods its pods, the one to use first; mostly there is one, and two while one replaces the other
 */
public record ReplSnapshot(@Nullable Repl repl, List<PodView> pods) {
    public ReplSnapshot {
        pods = List.copyOf(pods);
    }

    /** The pod to use, if there is one in whatever state. */
    public @Nullable PodView pod() {
        return pods.isEmpty() ? null : pods.getFirst();
    }

    /** The same, but only when it is {@code known} that the watches show: not a namesake of it, deleted or new. */
    public @Nullable PodView podOf(Repl known) {
        boolean same = repl != null
                && repl.getMetadata().getUid().equals(known.getMetadata().getUid());
        return same ? pod() : null;
    }

    /** The pod with this uid, if it is still there. */
    public Optional<PodView> pod(String uid) {
        return pods.stream().filter(pod -> pod.uid().equals(uid)).findFirst();
    }
}
