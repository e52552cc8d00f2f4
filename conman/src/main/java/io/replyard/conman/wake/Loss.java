package io.replyard.conman.wake;

import io.replyard.conman.repl.PodView;
import io.replyard.crds.Repl;
import io.replyard.crds.ReplStatus;
import io.replyard.crds.ReplTermination;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a container that a session was open in went away, as far as the cluster tells. Pure. */
final class Loss {
    /** The operator's times have whole seconds, and clocks differ a little. */
    private static final long CLOCK_SLACK_S = 2;

    private Loss() {}

    /**
     * The cause, once it is known.
     *
     * @param podUid the pod of the session
     * @param openedAt when the session was opened
     */
    static Optional<String> cause(Repl repl, @Nullable PodView pod, String podUid, Instant openedAt) {
        PodView own = pod != null && pod.uid().equals(podUid) ? pod : null;
        if (own != null && own.end() != null) {
            return Optional.of("the Repl's container ended: " + own.end());
        }
        Optional<String> noted = noted(repl.getStatus(), openedAt);
        if (noted.isPresent()) {
            return noted;
        }
        if (own == null) {
            return Optional.of("the Repl's pod is gone");
        }
        return own.leaving() ? Optional.of("the Repl's pod is being stopped or replaced") : Optional.empty();
    }

    private static Optional<String> noted(@Nullable ReplStatus status, Instant openedAt) {
        if (status == null || status.lastTermination() == null) {
            return Optional.empty();
        }
        ReplTermination last = status.lastTermination();
        if (last.at().isBefore(openedAt.minusSeconds(CLOCK_SLACK_S))) {
            return Optional.empty();
        }
        String message = last.message() == null ? "" : ": " + last.message();
        return Optional.of("the Repl's container ended: " + last.reason() + message);
    }
}
