package io.replyard.conman.wake;

import io.replyard.conman.Loop;
import io.replyard.conman.ReplLog;
import io.replyard.conman.metrics.BootOutcome;
import io.replyard.conman.repl.ReplSnapshot;
import io.replyard.crds.Repl;
import io.replyard.proto.session.CloseReason;
import io.replyard.proto.token.VerifiedToken;
import io.replyard.proto.wire.BootStatus;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One use of a Repl: from a token to a session in the Repl's pod, and then on until the Repl is deleted, sleeps or loses its pod.
 * It asks the cluster's watches at every change and does what {@link WakePlan} says. Confined to one event loop.
 */
public final class Wake {
    /** What a wake reports, on its event loop; after {@link #ended} nothing more. */
    public interface Listener {
        /** It has come as far as this. */
        void reached(BootStatus.Stage stage);

        /** What it waits for from now on, as it completes "it waits for". */
        void waitsFor(String what);

        /** A session is open; the socket is the listener's. */
        void opened(ReachedPod pod);

        /**
         * The Repl is not to be had, or no longer. The socket that was handed over is not closed.
         *
         * @param reason in words for the client
         */
        void ended(BootOutcome outcome, CloseReason reason);
    }

    private static final ReplLog LOG = new ReplLog(Wake.class);

    private final WakeServices services;
    private final Loop loop;
    private final Offload offload;
    private final Listener listener;
    private final Admission admission;
    private @Nullable VerifiedToken token;
    private @Nullable ReplWatch repl;
    private @Nullable Dialing dialing;
    private @Nullable OpenPod open;
    private boolean over;

    /** A wake on this event loop, not begun. */
    public Wake(WakeServices services, Loop loop, Listener listener) {
        this.services = services;
        this.loop = loop;
        this.offload = new Offload(services.workers(), loop);
        this.listener = listener;
        this.admission = new Admission(services, offload, loop, this::verified, this::admitted, this::end);
    }

    /** Begins with this token, in the form in which a client sends it. */
    public void start(String rawToken) {
        admission.start(rawToken);
    }

    /** {@code spec.id} of the Repl, once the token is known to be good. */
    public @Nullable String replId() {
        return admission.replId();
    }

    /**
     * The socket that was handed over is closed, and not by us: ends with the cause.
     *
     * @param lastWord what pid1 said when it went, or empty
     * @param patience how long the cluster may take to name the cause; it usually does within moments
     */
    public void lost(String lastWord, Duration patience) {
        if (over || open == null) {
            return;
        }
        open.lost(lastWord);
        loop.after(patience, () -> endFor("the Repl's container went away"));
        look();
    }

    /** Ends without a report, and opens nothing any more. */
    public void cancel() {
        over = true;
        admission.cancel();
        stopDialing();
        if (repl != null) {
            repl.stop();
        }
    }

    private void verified() {
        listener.reached(BootStatus.Stage.HANDSHAKE);
        listener.reached(BootStatus.Stage.ACQUIRING);
    }

    private void admitted(VerifiedToken verified, Repl found) {
        token = verified;
        repl = new ReplWatch(services.repls(), loop, found, this::look);
        look();
    }

    /** Looks at the cluster and does what it now calls for. */
    private void look() {
        if (over || repl == null) {
            return;
        }
        ReplSnapshot shown = repl.look();
        Repl newest = repl.newest();
        if (repl.deleted()) {
            end(WakePlan.deleted(newest.getSpec().id()));
        } else if (open == null) {
            take(WakePlan.next(newest, shown.podOf(newest)));
        } else {
            stay(open, newest, shown);
        }
    }

    private void stay(OpenPod pod, Repl newest, ReplSnapshot shown) {
        Optional<Step.End> unwanted = WakePlan.over(newest);
        if (unwanted.isPresent()) {
            end(unwanted.get());
        } else {
            pod.loss(newest, shown.pod(pod.podUid()).orElse(null)).ifPresent(this::endFor);
        }
    }

    private void take(Step step) {
        switch (step) {
            case Step.Wait(String forWhat) -> {
                LOG.debug(replId(), 0, "waits for " + forWhat);
                listener.waitsFor(forWhat);
                stopDialing();
            }
            case Step.Dial target -> dial(target);
            case Step.End end -> end(end);
        }
    }

    private void dial(Step.Dial target) {
        if (token == null
                || repl == null
                || (dialing != null && dialing.target().equals(target))) {
            return;
        }
        stopDialing();
        LOG.debug(replId(), 0, "dials " + target);
        listener.waitsFor("its container to answer");
        PodSessionToken sessionToken = new PodSessionToken(
                services.sessionTokens(), offload, repl.newest().getSpec().id(), target.podUid(), token.token());
        dialing = new Dialing(
                services, loop, repl.newest().getSpec().id(), target, sessionToken, this::opened, this::refused);
        dialing.start();
    }

    private void stopDialing() {
        if (dialing != null) {
            dialing.cancel();
            dialing = null;
        }
    }

    private void opened(ReachedPod pod) {
        dialing = null;
        open = new OpenPod(pod.podUid(), services.clock().instant());
        LOG.debug(replId(), pod.session(), "pid1 has opened a session");
        listener.opened(pod);
    }

    private void refused(Exception failure) {
        boolean byPid1 = failure instanceof Dialing.RefusedException;
        String why = byPid1
                ? String.valueOf(failure.getMessage())
                : "conman could not introduce you to the Repl's container";
        LOG.warn(replId(), 0, why, byPid1 ? null : failure);
        end(new Step.End(BootOutcome.FAILED, CloseReason.upstream(why)));
    }

    private void endFor(String cause) {
        String text = open == null ? cause : open.withLastWord(cause);
        end(new Step.End(BootOutcome.CONTAINER_LOST, CloseReason.tryAgain(text)));
    }

    private void end(Step.End end) {
        if (!over) {
            cancel();
            listener.ended(end.outcome(), end.reason());
        }
    }
}
