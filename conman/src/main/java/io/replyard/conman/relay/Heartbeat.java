package io.replyard.conman.relay;

import io.replyard.conman.Loop;
import io.replyard.conman.websocket.WebSocket;
import java.time.Duration;

/** Pings one socket from time to time and notices when it has been silent for long. */
public final class Heartbeat {
    private static final int SILENT_PINGS = 3;

    private final WebSocket socket;
    private final long silence;
    private final Runnable dead;
    private final Loop.Timer timer;

    /**
     * Starts; on the socket's event loop.
     *
     * @param every how often to ping; a socket that says nothing for three times as long is dead
     * @param dead called when it is; stop the heartbeat then
     */
    public Heartbeat(WebSocket socket, Duration every, Runnable dead) {
        this.socket = socket;
        this.silence = every.multipliedBy(SILENT_PINGS).toNanos();
        this.dead = dead;
        this.timer = socket.loop().every(every, this::beat);
    }

    /** Stops. */
    public void stop() {
        timer.cancel();
    }

    private void beat() {
        if (socket.silentFor(silence)) {
            dead.run();
        } else {
            socket.ping();
        }
    }
}
