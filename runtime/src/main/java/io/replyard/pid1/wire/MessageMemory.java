package io.replyard.pid1.wire;

import io.replyard.proto.session.SessionProtocol;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * What the messages of all sessions may take of pid1's small heap, from before they are read until they are done with. For want of it a session's
 * socket is not read, so TCP holds its client back. A message counts against
 *
 * <ul>
 *   <li>a little that each session has for itself, so that what a person types always comes through; beyond that
 *   <li>its session's {@link #WINDOW}, and with it what all sessions {@link #SHARED share}; or, if it is longer than a window,
 *   <li>the turn: one such message at a time.
 * </ul>
 *
 * <p>So one session takes a window and the turn at most. Whoever keeps others waiting for long, because its message does not come to its end or its
 * program does not read, is closed: not those who wait.
 */
final class MessageMemory {
    /** Bytes that each session has for itself. */
    static final int OWN = 8 * 1024;

    /** Bytes of one session's messages in flight; a longer message needs the turn. */
    static final int WINDOW = 1024 * 1024;

    /** Bytes of all sessions' windows together. */
    static final int SHARED = 4 * 1024 * 1024;

    /** Bytes of the one message whose turn it is. */
    static final int TURN = SessionProtocol.MAX_MESSAGE_BYTES;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final Shared shared = new Shared();
    final Semaphore turn = new Semaphore(1, true);
    final Duration patience;
    final HeapTrim heapTrim;
    private final Set<SessionMemory> sessions = ConcurrentHashMap.newKeySet();
    private volatile @Nullable SessionMemory atTurn;

    MessageMemory(HeapTrim heapTrim) {
        this(heapTrim, PATIENCE);
    }

    /**
     * @param patience how long a session may stand still while others wait
     */
    MessageMemory(HeapTrim heapTrim, Duration patience) {
        this.heapTrim = heapTrim;
        this.patience = patience;
    }

    /** Fair: those who wait get it in the order in which they came. */
    static final class Shared extends Semaphore {
        private static final long serialVersionUID = 1;

        Shared() {
            super(SHARED, true);
        }

        /** Without waiting, even if it is not there; those who come later wait the longer. */
        void takeAnyway(int bytes) {
            reducePermits(bytes);
        }
    }

    /**
     * A new session's part.
     *
     * @param waiting runs every now and then while it waits, to keep the connection alive
     * @param revoked runs when it has kept others waiting for too long; closes the session
     */
    SessionMemory open(Runnable waiting, Runnable revoked) {
        SessionMemory session = new SessionMemory(this, waiting, revoked);
        sessions.add(session);
        return session;
    }

    void forget(SessionMemory session) {
        sessions.remove(session);
    }

    void hasTurn(@Nullable SessionMemory session) {
        atTurn = session;
    }

    /** Who keeps others from their turn. */
    @Nullable SessionMemory holderOfTheTurn() {
        return atTurn;
    }

    /** Of those that stand still, the one that takes most of what is shared. */
    @Nullable SessionMemory largestThatStandsStill(SessionMemory except) {
        return sessions.stream()
                .filter(session -> session != except && session.shares() > 0 && session.standsStill())
                .max(Comparator.comparingInt(SessionMemory::shares))
                .orElse(null);
    }
}
