package io.replyard.conman.wake;

import io.replyard.conman.Loop;
import io.replyard.conman.ReplLog;
import io.replyard.proto.session.CloseReason;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tries to reach pid1 of one pod until it answers or the pod is given up. A pod has its address a moment before pid1
 * listens: the first tries come quickly, later ones at leisure. Confined to one event loop.
 */
final class Dialing {
    /** pid1 answered, but not with a session; the message says why. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    private static final ReplLog LOG = new ReplLog(Dialing.class);
    /** A try that is refused costs a packet each way; one that comes late costs the client its wait. */
    private static final long FIRST_WAIT_MS = 10;

    /** So many waits are short: half a second, in which pid1 nearly always begins to listen. */
    private static final int SHORT_WAITS = 50;

    private static final long LONGEST_WAIT_MS = 250;

    private final SessionOpener sessions;
    private final Loop loop;
    private final String replId;
    private final Step.Dial target;
    private final PodSessionToken sessionToken;
    private final Consumer<ReachedPod> opened;
    private final Consumer<Exception> refused;
    private long wait = FIRST_WAIT_MS;
    private int waits;
    private Loop.@Nullable Timer timer;
    private boolean warned;
    private boolean cancelled;

    /**
     * A try at one pod, not begun yet.
     *
     * @param refused told when trying again is of no use
     */
    Dialing(
            WakeServices services,
            Loop loop,
            String replId,
            Step.Dial target,
            PodSessionToken sessionToken,
            Consumer<ReachedPod> opened,
            Consumer<Exception> refused) {
        this.sessions = services.sessions();
        this.loop = loop;
        this.replId = replId;
        this.target = target;
        this.sessionToken = sessionToken;
        this.opened = opened;
        this.refused = refused;
    }

    Step.Dial target() {
        return target;
    }

    void start() {
        sessionToken.get(this::open, refused);
    }

    void cancel() {
        cancelled = true;
        if (timer != null) {
            timer.cancel();
        }
    }

    private void open(String signed) {
        if (!cancelled) {
            sessions.open(loop, target, signed, new Answered());
        }
    }

    private void againLater() {
        if (!cancelled) {
            timer = loop.after(Duration.ofMillis(wait), this::start);
            waits++;
            if (waits > SHORT_WAITS) {
                wait = Math.min(wait * 5 / 4 + 1, LONGEST_WAIT_MS);
            }
        }
    }

    private final class Answered implements SessionOpener.Answer {
        @Override
        public void opened(ReachedPod pod) {
            if (cancelled) {
                pod.socket().close(CloseReason.goingAway("client left"));
            } else {
                opened.accept(pod);
            }
        }

        @Override
        public void refused(String why) {
            if (!cancelled) {
                refused.accept(new RefusedException(why));
            }
        }

        @Override
        public void impostor(String why) {
            if (!warned) {
                warned = true;
                LOG.warn(replId, 0, "at " + target + " something answers that is not pid1: " + why, null);
            }
            againLater();
        }

        @Override
        public void unreachable(String why) {
            LOG.debug(replId, 0, target + " is not reached: " + why);
            againLater();
        }
    }
}
