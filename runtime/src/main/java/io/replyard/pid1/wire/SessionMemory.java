package io.replyard.pid1.wire;

import io.replyard.pid1.channel.Hold;
import io.replyard.proto.session.CloseCode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One session's part of {@link MessageMemory}. Its messages are taken in by one thread, and released by any. */
final class SessionMemory {
    /** What a frame costs beside its bytes. */
    private static final int OVERHEAD = 256;

    private static final Duration STEP = Duration.ofSeconds(5);

    private final MessageMemory all;
    private final Runnable waiting;
    private final Runnable onRevoked;
    private final Semaphore own = new Semaphore(MessageMemory.OWN);
    private final Semaphore window = new Semaphore(MessageMemory.WINDOW);
    private final Set<Claim> claims = ConcurrentHashMap.newKeySet();
    private volatile boolean revoked;
    private volatile boolean over;

    SessionMemory(MessageMemory all, Runnable waiting, Runnable onRevoked) {
        this.all = all;
        this.waiting = waiting;
        this.onRevoked = onRevoked;
    }

    /** For a message whose first frame is about to be read. */
    Claim claim() {
        Claim claim = new Claim();
        claims.add(claim);
        return claim;
    }

    /** How much of what all share it takes. */
    int shares() {
        return claims.stream().mapToInt(Claim::shared).sum();
    }

    /** Whether one of its messages has been there for longer than others have patience. */
    boolean standsStill() {
        return claims.stream().anyMatch(Claim::isOld);
    }

    /** Takes it back, for those who wait: closes the session, and lets go of what waits for its programs. */
    private void revoke() {
        boolean first = !revoked;
        revoked = true;
        if (first && !over) {
            onRevoked.run();
        }
        List.copyOf(claims).forEach(Claim::revoke);
    }

    /** The session is over. What waits for a program that lives on is from now on no session's own. */
    void end() {
        over = true;
        claims.forEach(Claim::disown);
        forgetIfEmpty();
    }

    private void forgetIfEmpty() {
        if (over && claims.isEmpty()) {
            all.forget(this);
        }
    }

    private void await(Semaphore what, int permits, Supplier<@Nullable SessionMemory> inTheWay)
            throws InterruptedException, ProtocolViolation {
        long step = Math.min(STEP.toMillis(), all.patience.toMillis());
        while (!what.tryAcquire(permits, step, TimeUnit.MILLISECONDS)) {
            waiting.run();
            SessionMemory other = inTheWay.get();
            if (other != null && other != this && other.standsStill()) {
                other.revoke();
            }
            if (revoked) {
                throw new ProtocolViolation(CloseCode.TRY_AGAIN, "others need the memory");
            }
        }
    }

    /** What one message takes. */
    final class Claim implements Hold {
        private volatile long since = System.nanoTime();
        private int bytes;
        private int fromOwn;
        private int fromShared;
        private boolean hasTurn;
        private boolean released;
        private boolean isRevoked;
        private @Nullable Runnable letGo;

        private Claim() {}

        /**
         * Waits for the memory of one more frame of the message.
         *
         * @param more the frame's length
         * @throws ProtocolViolation if the session has been closed meanwhile, for the good of others
         */
        void grow(int more) throws InterruptedException, ProtocolViolation {
            bytes += more;
            if (hasTurn) {
                return;
            }
            int cost = more + OVERHEAD;
            if (fromOwn + fromShared + cost > MessageMemory.WINDOW) {
                await(all.turn, 1, all::holderOfTheTurn);
                giveBack();
                all.hasTurn(SessionMemory.this);
                hasTurn = true;
                since = System.nanoTime();
            } else if (own.tryAcquire(cost)) {
                fromOwn += cost;
            } else {
                await(window, cost, () -> null);
                try {
                    await(all.shared, cost, () -> all.largestThatStandsStill(SessionMemory.this));
                } catch (InterruptedException | ProtocolViolation ended) {
                    window.release(cost);
                    throw ended;
                }
                fromShared += cost;
            }
        }

        @Override
        public synchronized void release() {
            if (!released) {
                released = true;
                letGo = null;
                giveBack();
                claims.remove(this);
                all.heapTrim.afterFrame(bytes);
                forgetIfEmpty();
            }
        }

        private synchronized void giveBack() {
            own.release(fromOwn);
            window.release(fromShared);
            all.shared.release(fromShared);
            fromOwn = 0;
            fromShared = 0;
            if (hasTurn) {
                hasTurn = false;
                all.hasTurn(null);
                all.turn.release();
            }
        }

        private synchronized int shared() {
            return fromShared;
        }

        private synchronized boolean isOld() {
            return (fromShared > 0 || hasTurn) && System.nanoTime() - since >= all.patience.toNanos();
        }

        private synchronized void disown() {
            if (!released) {
                all.shared.takeAnyway(fromOwn);
                fromShared += fromOwn;
                fromOwn = 0;
            }
        }

        @Override
        public void onRevoked(Runnable how) {
            synchronized (this) {
                if (released) {
                    return;
                }
                if (!isRevoked) {
                    letGo = how;
                    return;
                }
            }
            how.run();
        }

        private void revoke() {
            Runnable how;
            synchronized (this) {
                isRevoked = true;
                how = letGo;
                letGo = null;
            }
            if (how != null) {
                how.run();
            }
        }
    }
}
