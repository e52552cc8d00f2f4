package io.replyard.pid1.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.replyard.proto.session.CloseReason;
import io.replyard.proto.wire.Command;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnsentTest {
    private static final int MIB = 1024 * 1024;

    private final Unsent unsent = new Unsent(Duration.ofMillis(200));
    private final List<String> closed = new ArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void letThemEnd() {
        end.countDown();
    }

    /** A session whose client takes nothing until the end. */
    private SocketOutbox session(String name) {
        SocketOutbox[] own = new SocketOutbox[1];
        own[0] = new SocketOutbox(Duration.ofMinutes(1), new HeapTrim(), unsent, () -> {}, () -> {
            synchronized (closed) {
                closed.add(name);
            }
            own[0].closeNow(CloseReason.tryAgain("too slow"));
        });
        SocketOutbox outbox = own[0];
        Thread.ofVirtual().start(() -> {
            try {
                outbox.writeTo(new OutputStream() {
                    @Override
                    public void write(int one) throws IOException {
                        try {
                            end.await();
                        } catch (InterruptedException unexpected) {
                            throw new IOException(unexpected);
                        }
                    }
                });
            } catch (IOException | InterruptedException unexpected) {
                throw new IllegalStateException(unexpected);
            }
        });
        return outbox;
    }

    private static Command frame(int bytes) {
        return Command.newBuilder().setOutput("x".repeat(bytes)).build();
    }

    private List<String> closed() {
        synchronized (closed) {
            return List.copyOf(closed);
        }
    }

    @Test
    void whatFitsWaitsForNobody() throws InterruptedException {
        session("one").put(frame(3 * MIB));

        unsent.awaitRoom(16 * MIB);

        assertThat(closed()).isEmpty();
    }

    @Test
    void theLargestReplyOfAllIsMadeWhenNothingElseWaits() throws InterruptedException {
        unsent.awaitRoom(Unsent.MARK + 1);

        assertThat(closed()).isEmpty();
    }

    @Test
    void whoeverTakesMostIsClosedWhenOthersHaveWaited() throws InterruptedException {
        session("little").put(frame(MIB));
        session("much").put(frame(8 * MIB));
        session("some").put(frame(4 * MIB));

        unsent.awaitRoom(10 * MIB);

        assertThat(closed()).containsExactly("much");
    }

    @Test
    void beyondTheLimitNobodyIsWaitedFor() {
        SocketOutbox much = session("much");
        SocketOutbox more = session("more");
        much.put(frame(13 * MIB));
        more.put(frame(14 * MIB));

        much.put(frame(2 * MIB));

        await().untilAsserted(() -> assertThat(closed()).containsExactly("much"));
    }

    @Test
    void whatWasTakenOrDroppedCountsNoMore() throws InterruptedException {
        for (int round = 0; round < 100; round++) {
            SocketOutbox outbox = session("round " + round);
            outbox.put(frame(MIB));
            outbox.shut();
        }

        unsent.awaitRoom(Unsent.MARK - 1);

        assertThat(closed()).isEmpty();
    }
}
