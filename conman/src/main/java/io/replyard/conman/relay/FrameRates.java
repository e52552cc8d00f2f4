package io.replyard.conman.relay;

import io.replyard.conman.Rate;
import io.replyard.conman.websocket.Pace;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How fast frames may come from each client and each pid1, and from those of one Repl together: frames cost time whatever their size, and an
 * event loop serves many Repls. Bytes are not limited. Safe for use by many threads.
 */
public final class FrameRates {
    /** The rates of one session. */
    public static final class Session implements AutoCloseable {
        private final FrameRates rates;
        private final String replId;
        private final Pace client;
        private final Pace container;
        private boolean left;

        private Session(FrameRates rates, String replId, OfRepl repl) {
            this.rates = rates;
            this.replId = replId;
            this.client = both(rate(CLIENT), repl.client);
            this.container = both(rate(CONTAINER), repl.container);
        }

        Pace client() {
            return client;
        }

        Pace container() {
            return container;
        }

        /** The session is over. */
        @Override
        public void close() {
            if (!left) {
                left = true;
                rates.leave(replId);
            }
        }
    }

    private static final class OfRepl {
        private final Pace client = rate(CLIENT * SHARES);
        private final Pace container = rate(CONTAINER * SHARES);
        private int sessions;
    }

    /** Frames a second that a client may send. People and editors stay far below; of full ones it is 128 MB a second. */
    private static final int CLIENT = 2_000;
    /** Frames a second that pid1 may send: it answers each frame, and programs print. */
    private static final int CONTAINER = 4_000;

    private static final int BURST_SECONDS = 2;
    /** How many sessions' rates all sessions of one Repl share. */
    private static final int SHARES = 2;
    /** Waiting for each frame alone would cost a timer each. */
    private static final long SHORTEST_WAIT = Duration.ofMillis(20).toNanos();

    private final Map<String, OfRepl> repls = new HashMap<>();

    /** For a client whose Repl is not known yet. */
    public Pace stranger() {
        return both(rate(CLIENT), now -> 0);
    }

    /** For a new session of this Repl; close it with the session. */
    public synchronized Session join(String replId) {
        OfRepl repl = repls.computeIfAbsent(replId, id -> new OfRepl());
        repl.sessions++;
        return new Session(this, replId, repl);
    }

    private synchronized void leave(String replId) {
        repls.computeIfPresent(replId, (id, repl) -> {
            repl.sessions--;
            return repl.sessions == 0 ? null : repl;
        });
    }

    private static Pace rate(int perSecond) {
        return new Rate(perSecond, perSecond * BURST_SECONDS)::take;
    }

    private static Pace both(Pace own, Pace shared) {
        return now -> {
            long wait = Math.max(own.frame(now), shared.frame(now));
            return wait == 0 ? 0 : Math.max(wait, SHORTEST_WAIT);
        };
    }
}
