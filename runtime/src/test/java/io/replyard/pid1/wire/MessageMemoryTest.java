package io.replyard.pid1.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.replyard.pid1.wire.SessionMemory.Claim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MessageMemoryTest {
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Duration SOON = Duration.ofMillis(50);
    private static final int LARGE = MessageMemory.WINDOW + 1;
    private static final int HALF = MessageMemory.WINDOW / 2;

    private final AtomicInteger closed = new AtomicInteger();

    private static MessageMemory memory(Duration patience) {
        return new MessageMemory(new HeapTrim(), patience);
    }

    private SessionMemory session(MessageMemory memory) {
        return memory.open(() -> {}, closed::incrementAndGet);
    }

    private static Claim take(SessionMemory session, int bytes) throws InterruptedException, ProtocolViolation {
        Claim claim = session.claim();
        claim.grow(bytes);
        return claim;
    }

    private static CompletableFuture<Claim> taken(SessionMemory session, int bytes) {
        CompletableFuture<Claim> taken = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                taken.complete(take(session, bytes));
            } catch (InterruptedException | ProtocolViolation refused) {
                taken.completeExceptionally(refused);
            }
        });
        return taken;
    }

    /** Sessions whose programs do not read, until nothing of what is shared is left. */
    private List<SessionMemory> fill(MessageMemory memory) throws InterruptedException, ProtocolViolation {
        List<SessionMemory> sessions = new ArrayList<>();
        while (memory.shared.availablePermits() > MessageMemory.WINDOW / 4) {
            SessionMemory session = session(memory);
            Claim claim = take(session, MessageMemory.WINDOW - 1000);
            claim.onRevoked(claim::release);
            sessions.add(session);
        }
        return sessions;
    }

    @Test
    void oneSessionTakesNoMoreThanItsWindowAndOthersGoOn() throws Exception {
        MessageMemory memory = memory(NEVER);
        SessionMemory hog = session(memory);
        Claim first = take(hog, HALF);
        CompletableFuture<Claim> second = taken(hog, HALF + 1);

        Claim other = take(session(memory), HALF);

        assertThat(second).isNotDone();
        first.release();
        second.join().release();
        other.release();
        assertThat(memory.shared.availablePermits()).isEqualTo(MessageMemory.SHARED);
    }

    @Test
    void aLargeMessageThatWaitsForItsProgramHoldsUpNoSmallerOne() throws Exception {
        MessageMemory memory = memory(NEVER);
        SessionMemory hog = session(memory);
        Claim large = take(hog, LARGE);

        take(hog, HALF).release();
        take(session(memory), HALF).release();
        assertThat(taken(session(memory), LARGE)).isNotDone();

        large.release();
    }

    @Test
    void whoKeepsItsTurnWhileOthersWaitIsClosedAndNotTheOthers() throws Exception {
        MessageMemory memory = memory(SOON);
        SessionMemory hog = session(memory);
        Claim large = take(hog, LARGE);
        large.onRevoked(large::release);

        Claim next = take(session(memory), LARGE);

        assertThat(closed).hasValue(1);
        next.release();
        assertThat(memory.turn.availablePermits()).isEqualTo(1);
        assertThatThrownBy(() -> {
                    Claim claim = hog.claim();
                    while (true) {
                        claim.grow(HALF / 4);
                        hog.claim().grow(HALF / 4);
                    }
                })
                .isInstanceOf(ProtocolViolation.class);
    }

    @Test
    void whenAllIsTakenThoseWhoseProgramsDoNotReadAreClosedUntilItSuffices() throws Exception {
        MessageMemory memory = memory(SOON);
        fill(memory);

        take(session(memory), HALF).release();

        assertThat(closed).hasValue(1);
    }

    @Test
    void whatASessionLeavesBehindIsLetGoFirst() throws Exception {
        MessageMemory memory = memory(SOON);
        fill(memory).forEach(SessionMemory::end);

        take(session(memory), HALF).release();

        assertThat(closed).hasValue(0);
    }

    @Test
    void whatAPersonTypesAlwaysComesThrough() throws Exception {
        MessageMemory memory = memory(NEVER);
        fill(memory);

        take(session(memory), 100).release();
    }

    @Test
    void sessionsThatComeAndGoTakeNothingOfTheirOwnWithThem() throws Exception {
        MessageMemory memory = memory(NEVER);
        SessionMemory session = session(memory);
        Claim typed = take(session, 1000);

        session.end();

        assertThat(memory.shared.availablePermits()).isLessThanOrEqualTo(MessageMemory.SHARED - 1000);
        typed.release();
        typed.release();
        assertThat(memory.shared.availablePermits()).isEqualTo(MessageMemory.SHARED);
    }

    @Test
    void piecesOfAMessageCountTogether() throws Exception {
        MessageMemory memory = memory(NEVER);
        Claim claim = session(memory).claim();

        for (int i = 0; i < 16; i++) {
            claim.grow(MessageMemory.WINDOW / 16);
        }

        assertThat(memory.turn.availablePermits()).isZero();
        assertThat(memory.shared.availablePermits()).isEqualTo(MessageMemory.SHARED);
        claim.release();
        assertThat(memory.turn.availablePermits()).isEqualTo(1);
    }

    @Test
    void whatIsKeptAfterTheCloseIsLetGoAtOnce() throws Exception {
        MessageMemory memory = memory(SOON);
        SessionMemory hog = session(memory);
        Claim large = take(hog, LARGE);
        CompletableFuture<Claim> next = taken(session(memory), LARGE);
        await().until(() -> closed.get() == 1);

        large.onRevoked(large::release);

        next.join().release();
    }
}
