package io.replyard.conman.gateway;

import io.replyard.conman.metrics.ConmanMetrics;
import io.replyard.conman.session.ClientSession;
import io.replyard.proto.session.CloseReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The connections that are open, and their orderly end. Safe for use by many threads. */
final class OpenSessions {
    /** What clients are told when conman goes. */
    static final CloseReason GOING = CloseReason.tryAgain("conman is shutting down");

    private static final Logger LOG = Logger.getLogger(OpenSessions.class);
    /** The share of the time in which sessions are told to go; the rest is for them to be gone. */
    private static final double SPREAD = 0.6;

    private final ConmanMetrics metrics;
    private final Set<ClientSession> sessions = ConcurrentHashMap.newKeySet();
    private final CountDownLatch empty = new CountDownLatch(1);
    private volatile boolean draining;

    OpenSessions(ConmanMetrics metrics) {
        this.metrics = metrics;
    }

    void add(ClientSession session) {
        sessions.add(session);
        metrics.connectionOpened();
        if (draining) {
            session.drain(GOING, Duration.ZERO);
        }
    }

    void remove(ClientSession session) {
        if (sessions.remove(session)) {
            metrics.connectionClosed();
        }
        if (draining && sessions.isEmpty()) {
            empty.countDown();
        }
    }

    /**
     * Ends the sessions for which most is kept, until what is kept for the rest is no more than {@code most} bytes. Those who read what they are sent are not
     * among them.
     */
    void shed(long most) {
        List<ClientSession> keeping = new ArrayList<>();
        long held = 0;
        for (ClientSession session : sessions) {
            if (session.held() > 0) {
                keeping.add(session);
                held += session.held();
            }
        }
        if (held <= most) {
            return;
        }
        LOG.warnf(
                "%d bytes are kept for clients and pods that do not read; the sessions with most of it are closed",
                held);
        keeping.sort(Comparator.comparingLong(ClientSession::held).reversed());
        for (ClientSession session : keeping) {
            if (held <= most) {
                return;
            }
            held -= session.held();
            session.shed();
        }
    }

    boolean draining() {
        return draining;
    }

    /** Ends every session within {@code time}, not all in one moment: their clients come back at once. Blocks until then. */
    void drain(Duration time) throws InterruptedException {
        draining = true;
        if (sessions.isEmpty()) {
            return;
        }
        LOG.infof("closing %d sessions within %s", sessions.size(), time);
        long spread = Math.max(1, (long) (time.toMillis() * SPREAD));
        for (ClientSession session : sessions) {
            session.drain(GOING, Duration.ofMillis(ThreadLocalRandom.current().nextLong(spread)));
        }
        if (!empty.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warnf("%d sessions did not end within %s", sessions.size(), time);
        }
    }
}
