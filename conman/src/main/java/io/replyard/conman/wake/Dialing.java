package io.replyard.conman.wake;

import io.replyard.proto.session.CloseCode;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import java.util.function.Consumer;

/**
 * Tries to reach pid1 of one pod until it answers or the pod is given up. A pod has its address a moment before pid1
 * listens: the first tries come quickly, later ones at leisure. Confined to one event loop.
 */
final class Dialing {
    private static final long FIRST_WAIT_MS = 10;
    private static final long LONGEST_WAIT_MS = 250;

    private final Vertx vertx;
    private final SessionOpener sessions;
    private final Step.Dial target;
    private final PodSessionToken sessionToken;
    private final Consumer<ReachedPod> opened;
    private final Consumer<Throwable> refused;
    private long wait = FIRST_WAIT_MS;
    private long timer = -1;
    private boolean cancelled;

    /**
     * A try at one pod, not begun yet.
     *
     * @param refused told when trying again is of no use
     */
    Dialing(
            WakeServices services,
            Step.Dial target,
            PodSessionToken sessionToken,
            Consumer<ReachedPod> opened,
            Consumer<Throwable> refused) {
        this.vertx = services.vertx();
        this.sessions = services.sessions();
        this.target = target;
        this.sessionToken = sessionToken;
        this.opened = opened;
        this.refused = refused;
    }

    Step.Dial target() {
        return target;
    }

    void start() {
        sessionToken.get(this::open, refused::accept);
    }

    void cancel() {
        cancelled = true;
        vertx.cancelTimer(timer);
    }

    private void open(String signed) {
        if (!cancelled) {
            sessions.open(target, signed).onComplete(this::answered);
        }
    }

    private void answered(AsyncResult<ReachedPod> answer) {
        if (cancelled) {
            if (answer.succeeded()) {
                answer.result().socket().close((short) CloseCode.GOING_AWAY, "client left");
            }
        } else if (answer.succeeded()) {
            opened.accept(answer.result());
        } else if (answer.cause() instanceof SessionOpener.RefusedException) {
            refused.accept(answer.cause());
        } else {
            timer = vertx.setTimer(wait, id -> start());
            wait = Math.min(wait * 5 / 4 + 1, LONGEST_WAIT_MS);
        }
    }
}
