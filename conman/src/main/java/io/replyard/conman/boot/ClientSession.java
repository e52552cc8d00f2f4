package io.replyard.conman.boot;

import io.replyard.conman.ReplLog;
import io.replyard.conman.boot.ContainerDoor.Opened;
import io.replyard.conman.relay.Heartbeat;
import io.replyard.conman.relay.Peer;
import io.replyard.conman.repl.ReplSnapshot;
import io.replyard.conman.repl.Repls;
import io.replyard.crds.Repl;
import io.replyard.proto.session.CloseReason;
import io.replyard.proto.token.VerifiedToken;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.ContainerState;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection from upgrade to end. It moves through {@link Phase} in order; {@link #finish} is the only way out. Confined to the event
 * loop of its socket; reports of the cluster and results of workers are brought there first.
 */
public final class ClientSession implements Peer.Listener, Repls.Watcher, Admission.Events, ContainerLink.Events {
    private enum Phase {
        /** No session at pid1 yet: the token, the wish or the pod is not there. */
        WAITING,
        /** pid1 has opened a session and makes the Repl ready. */
        STARTING,
        READY,
        ENDED
    }

    private static final ReplLog LOG = new ReplLog(ClientSession.class);

    private final Services services;
    private final Context loop;
    private final Offload offload;
    private final Consumer<ClientSession> ended;
    private final Peer client;
    private final Heartbeat heartbeat;
    private final BootProgress progress;
    private final Admission admission;
    private final long begun = System.nanoTime();
    private Phase phase = Phase.WAITING;
    private @Nullable Buffer early;
    private @Nullable VerifiedToken token;
    private @Nullable ReplTracker repl;
    private Repls.@Nullable Subscription watch;
    private @Nullable Dialing dialing;
    private @Nullable ContainerLink link;

    /**
     * Takes over a client's socket; on its event loop.
     *
     * @param ended told once, when the connection is over
     */
    public ClientSession(
            Services services, HttpServerRequest request, ServerWebSocket socket, Consumer<ClientSession> ended) {
        this.services = services;
        this.loop = Objects.requireNonNull(Vertx.currentContext(), "not on an event loop");
        this.offload = new Offload(services.workers(), loop);
        this.ended = ended;
        this.client = Peer.ofClient(services.vertx(), request, socket, this);
        this.heartbeat = new Heartbeat(
                services.vertx(),
                client,
                services.times().clientPing(),
                () -> finish(BootOutcome.CLIENT_GONE, CloseReason.goingAway("nothing was heard from you")));
        this.progress = new BootProgress(services.vertx(), client, services.times(), this::tooLate);
        this.admission = new Admission(services, offload, progress, this);
    }

    /** Begins with the token of the URL. */
    public void start(String rawToken) {
        admission.start(rawToken);
    }

    /** Ends the connection because conman is going; from any thread. */
    public void drain(CloseReason reason) {
        loop.runOnContext(v -> finish(BootOutcome.DRAINED, reason));
    }

    @Override
    public void admitted(VerifiedToken verified, Repl found) {
        token = verified;
        repl = new ReplTracker(found);
        watch = services.repls().watch(found.getMetadata().getName(), this);
        look();
    }

    @Override
    public void changed() {
        loop.runOnContext(v -> look());
    }

    @Override
    public void deleted(String uid) {
        loop.runOnContext(v -> {
            if (repl != null) {
                repl.gone(uid);
                look();
            }
        });
    }

    @Override
    public void rejected(BootOutcome outcome, CloseReason reason) {
        finish(outcome, reason);
    }

    /** Looks at the cluster and does what it now calls for. */
    private void look() {
        if (repl == null || phase == Phase.ENDED) {
            return;
        }
        ReplSnapshot seen =
                services.repls().snapshot(repl.newest().getMetadata().getName());
        repl.show(seen.repl());
        Repl newest = repl.newest();
        if (repl.deleted()) {
            take(BootPlan.deleted(newest.getSpec().id()));
        } else if (link == null) {
            take(BootPlan.next(newest, seen.pod()));
        } else {
            ContainerLink open = link;
            BootPlan.over(newest)
                    .ifPresentOrElse(
                            this::take,
                            () -> open.loss(newest, seen.pod(open.podUid()).orElse(null))
                                    .ifPresent(this::lostFor));
        }
    }

    private void take(Step step) {
        switch (step) {
            case Step.Wait(String forWhat) -> {
                LOG.debug(admission.replId(), 0, "waits for " + forWhat);
                progress.waitsFor(forWhat);
                giveUpDialling();
            }
            case Step.Dial dial -> dial(dial);
            case Step.Asleep asleep -> {
                BootProgress.sleep(client);
                finish(BootOutcome.ASLEEP, CloseReason.goingAway("the Repl went to sleep"));
            }
            case Step.End(BootOutcome outcome, CloseReason reason) -> finish(outcome, reason);
        }
    }

    private void dial(Step.Dial target) {
        if (token == null
                || repl == null
                || (dialing != null && dialing.target().equals(target))) {
            return;
        }
        giveUpDialling();
        LOG.debug(admission.replId(), 0, "dials " + target);
        progress.waitsFor("its container to answer");
        Introduction introduction = new Introduction(
                services.introductions(), offload, repl.newest().getSpec().id(), target.podUid(), token.token());
        dialing = new Dialing(services, target, introduction, opened -> opened(target, opened), this::notLetIn);
        dialing.start();
    }

    private void giveUpDialling() {
        if (dialing != null) {
            dialing.cancel();
            dialing = null;
        }
    }

    private void opened(Step.Dial pod, Opened opened) {
        dialing = null;
        phase = Phase.STARTING;
        progress.waitsFor("its files");
        LOG.debug(admission.replId(), opened.session(), "pid1 has opened a session");
        link = new ContainerLink(services, pod, opened, client, this);
    }

    private void notLetIn(Throwable failure) {
        boolean saidNo = failure instanceof ContainerDoor.RefusedException;
        String why = saidNo
                ? String.valueOf(failure.getMessage())
                : "conman could not introduce you to the Repl's container";
        LOG.warn(admission.replId(), 0, why, saidNo ? null : failure);
        finish(BootOutcome.FAILED, CloseReason.upstream(why));
    }

    @Override
    public void bootSign(Command sign) {
        if (sign.hasBootStatus()) {
            progress.relayed(sign.getBootStatus());
        } else if (phase == Phase.STARTING && sign.getContainerState().getState() == ContainerState.State.READY) {
            ready();
        }
    }

    private void ready() {
        phase = Phase.READY;
        progress.stop();
        services.metrics().boot(BootOutcome.READY, age());
        LOG.info(admission.replId(), session(), "session is ready after " + age().toMillis() + " ms");
        Buffer first = early;
        early = null;
        if (first != null && link != null) {
            link.fromClient(first);
        }
        client.release(Peer.Hold.NOT_READY);
    }

    @Override
    public void broken(CloseReason reason) {
        finish(BootOutcome.FAILED, reason);
    }

    @Override
    public void lost() {
        // Its cause usually follows within moments; without the wait the client would not be told.
        services.vertx().setTimer(services.times().loss().toMillis(), id -> lostFor("the Repl's container went away"));
        look();
    }

    private void lostFor(String cause) {
        String text = link == null ? cause : link.withLastWord(cause);
        finish(BootOutcome.CONTAINER_LOST, CloseReason.tryAgain(text));
    }

    @Override
    public void message(Buffer message) {
        if (phase == Phase.READY && link != null) {
            link.fromClient(message);
        } else {
            // Nobody to give it to yet: keep this one and read no more.
            early = message;
            client.hold(Peer.Hold.NOT_READY);
        }
    }

    @Override
    public void violation(CloseReason reason) {
        finish(BootOutcome.CLIENT_FAULT, reason);
    }

    @Override
    public void writable() {
        if (link != null) {
            link.clientWritable();
        }
    }

    @Override
    public void gone(String reason) {
        finish(BootOutcome.CLIENT_GONE, CloseReason.goingAway("client left"));
    }

    private void tooLate() {
        finish(
                BootOutcome.DEADLINE,
                CloseReason.tryAgain("Repl " + admission.replId() + " was not ready within "
                        + services.times().deadline().toSeconds() + " s; it waits for " + progress.waitsFor()));
    }

    private void finish(BootOutcome outcome, CloseReason reason) {
        if (phase == Phase.ENDED) {
            return;
        }
        if (phase != Phase.READY) {
            services.metrics().boot(outcome, age());
        }
        phase = Phase.ENDED;
        progress.stop();
        heartbeat.stop();
        admission.cancel();
        giveUpDialling();
        if (watch != null) {
            watch.cancel();
        }
        if (link != null) {
            link.close();
        }
        client.close(reason);
        early = null;
        LOG.info(admission.replId(), session(), "connection closed " + reason.code() + " " + reason.text());
        ended.accept(this);
    }

    private Duration age() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private int session() {
        return link == null ? 0 : link.session();
    }
}
