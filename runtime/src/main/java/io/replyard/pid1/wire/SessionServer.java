package io.replyard.pid1.wire;

import io.replyard.pid1.channel.Hub;
import io.replyard.proto.token.SessionTokenVerifier;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Listens for conman: one WebSocket per client. */
public final class SessionServer implements AutoCloseable {
    private static final Logger LOG = System.getLogger(SessionServer.class.getName());

    /** The thread without which nobody can connect. */
    public static final String ACCEPTING_THREAD = "accept";

    /** Connections at one time, sessions or not; more are turned away without a word. */
    private static final int MAX_CONNECTIONS = Hub.MAX_SESSIONS + 32;

    private static final int BACKLOG = 128;

    private final ServerSocket listener;
    private final HeapTrim heapTrim = new HeapTrim();
    private final MessageMemory memory = new MessageMemory(heapTrim);
    private final Semaphore free = new Semaphore(MAX_CONNECTIONS);
    private volatile boolean stopping;
    private final Set<SessionSocket> sockets = ConcurrentHashMap.newKeySet();

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
        Thread.ofVirtual().name(ACCEPTING_THREAD).start(() -> acceptAll(hub, verifier));
    }

    private void acceptAll(Hub hub, SessionTokenVerifier verifier) {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                if (free.tryAcquire()) {
                    Thread.ofVirtual()
                            .name("session-socket")
                            .start(() ->
                                    serve(new SessionSocket(socket, verifier, () -> stopping, hub, memory, heapTrim)));
                } else {
                    LOG.log(Level.WARNING, "turned a connection away: there are " + MAX_CONNECTIONS + " already");
                    socket.close();
                }
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

    private void serve(SessionSocket socket) {
        sockets.add(socket);
        try {
            socket.run();
        } finally {
            sockets.remove(socket);
            free.release();
        }
    }

    /**
     * Opens no session any more and closes every one with 1001. The port stays bound, as long as this process lives: a program that ignores the order to end
     * would else take it, and answer conman in pid1's place.
     *
     * @param patience how long to wait for the peers to answer
     */
    public void goAway(String reason, Duration patience) throws InterruptedException {
        stopping = true;
        sockets.forEach(socket -> socket.goAway(reason));
        if (!free.tryAcquire(MAX_CONNECTIONS, patience.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.log(Level.DEBUG, "some peers did not answer the close");
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
