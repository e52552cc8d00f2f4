package io.replyard.conman.session;

import io.netty.channel.Channel;
import io.replyard.conman.Loop;
import io.replyard.conman.ReplLog;
import io.replyard.conman.metrics.BootOutcome;
import io.replyard.conman.metrics.ConmanMetrics;
import io.replyard.conman.relay.FrameRates;
import io.replyard.conman.relay.Heartbeat;
import io.replyard.conman.relay.Relay;
import io.replyard.conman.relay.WaitingClient;
import io.replyard.conman.wake.ReachedPod;
import io.replyard.conman.wake.Wake;
import io.replyard.conman.wake.WakeServices;
import io.replyard.conman.websocket.WebSocket;
import io.replyard.proto.session.CloseReason;
import io.replyard.proto.wire.BootStatus;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.ContainerState;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection from upgrade to end: has its Repl woken and its frames relayed, and decides when it is over. It moves through
 * {@link Phase} in order; {@link #finish} is the only way out. Confined to the event loop of its socket.
 */
public final class ClientSession implements Wake.Listener, Relay.Listener {
    private enum Phase {
        /** No session at pid1 yet: the token, the Repl or the pod is not there. */
        WAITING,
        /** pid1 has opened a session and makes the Repl ready. */
        STARTING,
        READY,
        ENDED
    }

    private static final ReplLog LOG = new ReplLog(ClientSession.class);
    private static final Duration MEASURE = Duration.ofSeconds(1);

    private final ConmanMetrics metrics;
    private final SessionTimes times;
    private final FrameRates rates;
    private final Loop loop;
    private final Consumer<ClientSession> ended;
    private final WaitingClient waiting;
    private final WebSocket client;
    private final Heartbeat heartbeat;
    private final BootProgress progress;
    private final Wake wake;
    private final long begun = System.nanoTime();
    private final Loop.Timer measuring;
    private volatile long held;
    private Phase phase = Phase.WAITING;
    private @Nullable Relay relay;
    private int session;

    /**
     * Takes over the channel of a client that was answered with 101; on its event loop. {@link #socket} is still to be added to its pipeline.
     *
     * @param ended told once, when the connection is over
     */
    public ClientSession(
            WakeServices services,
            SessionTimes times,
            FrameRates rates,
            Loop loop,
            Channel channel,
            Consumer<ClientSession> ended) {
        this.metrics = services.metrics();
        this.times = times;
        this.rates = rates;
        this.loop = loop;
        this.ended = ended;
        this.waiting = new WaitingClient(loop, channel, rates.stranger(), this);
        this.client = waiting.socket();
        this.heartbeat = new Heartbeat(client, times.clientPing(), this::clientSilent);
        this.progress = new BootProgress(client, times, this::tooLate);
        this.wake = new Wake(services, loop, this);
        this.measuring = loop.every(MEASURE, this::measure);
    }

    /** The client's socket. */
    public WebSocket socket() {
        return client;
    }

    /** Begins with the token of the URL. */
    public void start(String rawToken) {
        wake.start(rawToken);
    }

    /** Ends the connection after a while because conman is going; from any thread. */
    public void drain(CloseReason reason, Duration after) {
        var _ = loop.after(after, () -> finish(BootOutcome.DRAINED, reason));
    }

    /** Ends the connection because too much is kept for it and others; from any thread. */
    public void shed() {
        loop.execute(() -> finish(
                BootOutcome.SHED,
                CloseReason.tryAgain(
                        "conman has no memory for more of what you or your Repl do not read; connect again")));
    }

    /** How much memory is kept because this client or its pid1 does not read, bytes; a second old at most. From any thread. */
    public long held() {
        return held;
    }

    private void measure() {
        held = client.held() + (relay == null ? 0 : relay.held());
    }

    @Override
    public void reached(BootStatus.Stage stage) {
        progress.reached(stage);
    }

    @Override
    public void waitsFor(String what) {
        progress.waitsFor(what);
    }

    @Override
    public void opened(ReachedPod pod) {
        phase = Phase.STARTING;
        session = pod.session();
        progress.waitsFor("its files");
        String replId = String.valueOf(wake.replId());
        Relay.Session numbered = new Relay.Session(replId, session, rates.join(replId));
        relay = new Relay(waiting, pod.socket(), numbered, times.containerPing(), metrics, this);
    }

    @Override
    public void ended(BootOutcome outcome, CloseReason reason) {
        if (outcome == BootOutcome.ASLEEP) {
            progress.sleep();
        }
        finish(outcome, reason);
    }

    @Override
    public void boot(Command status) {
        if (status.hasBootStatus()) {
            progress.relayed(status.getBootStatus());
        } else if (phase == Phase.STARTING && status.getContainerState().getState() == ContainerState.State.READY) {
            ready();
        }
    }

    private void ready() {
        phase = Phase.READY;
        progress.stop();
        metrics.boot(BootOutcome.READY, age());
        LOG.info(wake.replId(), session, "session is ready after " + age().toMillis() + " ms");
        if (relay != null) {
            relay.ready();
        }
    }

    @Override
    public void clientFault(CloseReason reason) {
        finish(BootOutcome.CLIENT_FAULT, reason);
    }

    @Override
    public void clientGone() {
        finish(BootOutcome.CLIENT_GONE, CloseReason.goingAway("client left"));
    }

    @Override
    public void containerFault(CloseReason reason) {
        finish(BootOutcome.FAILED, reason);
    }

    @Override
    public void containerGone(String lastWord) {
        wake.lost(lastWord, times.loss());
    }

    private void clientSilent() {
        finish(BootOutcome.CLIENT_GONE, CloseReason.goingAway("nothing was heard from you"));
    }

    private void tooLate() {
        finish(
                BootOutcome.DEADLINE,
                CloseReason.tryAgain("Repl " + wake.replId() + " was not ready within "
                        + times.deadline().toSeconds() + " s; it waits for " + progress.waitsFor()));
    }

    private void finish(BootOutcome outcome, CloseReason reason) {
        if (phase == Phase.ENDED) {
            return;
        }
        if (phase != Phase.READY) {
            metrics.boot(outcome, age());
        }
        phase = Phase.ENDED;
        progress.stop();
        heartbeat.stop();
        measuring.cancel();
        wake.cancel();
        if (relay != null) {
            relay.close();
        }
        client.close(reason);
        metrics.closed(reason.code());
        LOG.info(wake.replId(), session, "connection closed " + reason.code() + " " + reason.text());
        ended.accept(this);
    }

    private Duration age() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
