package io.replyard.pid1.wire;

import io.replyard.pid1.channel.Hub;
import io.replyard.proto.token.SessionTokenVerifier;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Listens for conman: one WebSocket per client. */
public final class SessionServer implements AutoCloseable {
    private static final Logger LOG = System.getLogger(SessionServer.class.getName());

    /** The thread without which nobody can connect. */
    public static final String ACCEPTING_THREAD = "accept";

    /** Connections at one time that are no sessions yet. */
    static final int MAX_NEWCOMERS = 64;

    /** Far more than conman opens at once, as programs may fill it as well. */
    private static final int BACKLOG = 1024;

    private final ServerSocket listener;
    private final HeapTrim heapTrim = new HeapTrim();
    private final MessageMemory memory = new MessageMemory(heapTrim);
    private final Unsent unsent = new Unsent();
    private final Deadlines deadlines = new Deadlines();
    private final Newcomers<SessionSocket> newcomers = new Newcomers<>(MAX_NEWCOMERS, SessionSocket::isFromThisMachine);

    /** Why no session is opened any more; null while there are. */
    private volatile @Nullable String stopping;

    /** Guarded by itself, which is told when one leaves. */
    private final Set<SessionSocket> sessions = new HashSet<>();

    /**
     * Binds the port; connections wait until {@link #accept}.
     *
     * @param address a port of 0 means any
     */
    public SessionServer(InetSocketAddress address) throws IOException {
        this.listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(address, BACKLOG);
    }

    /** The port that it listens on. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Starts to serve. */
    public void accept(Hub hub, SessionTokenVerifier verifier) {
        deadlines.start();
        Thread.ofVirtual().name(ACCEPTING_THREAD).start(() -> acceptAll(hub, verifier));
    }

    private void acceptAll(Hub hub, SessionTokenVerifier verifier) {
        while (!listener.isClosed()) {
            try {
                welcome(new SessionSocket(
                        listener.accept(), verifier, () -> stopping != null, hub, memory, unsent, deadlines, heapTrim));
            } catch (IOException failed) {
                if (!listener.isClosed()) {
                    LOG.log(Level.WARNING, "accepting a connection failed", failed);
                    pause();
                }
            }
        }
    }

    /** Running out of descriptors must not become a busy loop. */
    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void welcome(SessionSocket socket) {
        SessionSocket leaving = newcomers.add(socket);
        if (leaving != null) {
            leaving.abort();
        }
        Thread.ofVirtual().name("session-socket").start(() -> serve(socket));
    }

    private void serve(SessionSocket socket) {
        try {
            socket.run(() -> isSession(socket));
        } finally {
            newcomers.remove(socket);
            synchronized (sessions) {
                sessions.remove(socket);
                sessions.notifyAll();
            }
        }
    }

    private void isSession(SessionSocket socket) {
        newcomers.remove(socket);
        synchronized (sessions) {
            sessions.add(socket);
        }
        String reason = stopping;
        if (reason != null) {
            socket.goAway(reason);
        }
    }

    /**
     * Opens no session any more and closes every one with 1001. The port stays bound, as long as this process lives: a program that ignores the order to end
     * would else take it, and answer conman in pid1's place.
     *
     * @param patience how long to wait for the peers to answer
     */
    public void goAway(String reason, Duration patience) throws InterruptedException {
        stopping = reason;
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (sessions) {
            sessions.forEach(session -> session.goAway(reason));
            long left = patience.toMillis();
            while (!sessions.isEmpty() && left > 0) {
                sessions.wait(left);
                left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            }
            if (!sessions.isEmpty()) {
                LOG.log(Level.DEBUG, "some peers did not answer the close");
            }
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException unimportant) {
            LOG.log(Level.DEBUG, "closing the listener failed", unimportant);
        }
    }
}
