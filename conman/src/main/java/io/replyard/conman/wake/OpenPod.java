package io.replyard.conman.wake;

import io.replyard.conman.repl.PodView;
import io.replyard.crds.Repl;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The pod that a session is open in, until it is lost. Confined to one event loop. */
final class OpenPod {
    private final String podUid;
    private final Instant openedAt;
    private boolean lost;
    private String lastWord = "";

    OpenPod(String podUid, Instant openedAt) {
        this.podUid = podUid;
        this.openedAt = openedAt;
    }

    String podUid() {
        return podUid;
    }

    /** Its socket is closed; {@code reason} is what pid1 had to say, if anything. */
    void lost(String reason) {
        lost = true;
        lastWord = reason;
    }

    /**
     * Why it is lost, if it is and the cluster says so.
     *
     * @param pod what the watch shows of this very pod
     */
    Optional<String> loss(Repl repl, @Nullable PodView pod) {
        boolean there = pod != null && pod.end() == null;
        return there && !lost ? Optional.empty() : Loss.cause(repl, pod, podUid, openedAt);
    }

    /** {@code cause}, and what pid1 itself had to say. */
    String withLastWord(String cause) {
        return lastWord.isEmpty() ? cause : cause + " (" + lastWord + ")";
    }
}
