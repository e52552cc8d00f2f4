package io.replyard.conman.relay;

import java.time.Duration;

/** Pings one peer from time to time and notices when it has been silent for long. */
public final class Heartbeat {
    private static final int SILENT_PINGS = 3;

    private final Peer peer;
    private final long silence;
    private final Runnable dead;
    private final long timer;

    /**
     * Starts; on the peer's event loop.
     *
     * @param every how often to ping; a peer that says nothing for three times as long is dead
     * @param dead called when it is; stop the heartbeat then
     */
    public Heartbeat(Peer peer, Duration every, Runnable dead) {
        this.peer = peer;
        this.silence = every.multipliedBy(SILENT_PINGS).toNanos();
        this.dead = dead;
        this.timer = peer.vertx().setPeriodic(every.toMillis(), id -> beat());
    }

    /** Stops. */
    public void stop() {
        peer.vertx().cancelTimer(timer);
    }

    private void beat() {
        if (peer.silentFor(silence)) {
            dead.run();
        } else {
            peer.ping();
        }
    }
}
