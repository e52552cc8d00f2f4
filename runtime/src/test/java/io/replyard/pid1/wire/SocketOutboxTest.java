package io.replyard.pid1.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.replyard.pid1.channel.Outbox;
import io.replyard.proto.session.CloseReason;
import io.replyard.proto.wire.Command;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SocketOutboxTest {
    private static final Command LARGE = Command.newBuilder()
            .setOutput("x".repeat((int) Outbox.OUTPUT_MARK + 1))
            .build();

    private final AtomicBoolean tooSlow = new AtomicBoolean();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    private SocketOutbox outbox(Duration patience) {
        return new SocketOutbox(patience, new HeapTrim(), new Unsent(), () -> tooSlow.set(true), () -> {});
    }

    private static Thread write(SocketOutbox outbox, OutputStream to) {
        return Thread.ofVirtual().start(() -> {
            try {
                outbox.writeTo(to);
            } catch (IOException | InterruptedException end) {
                throw new IllegalStateException(end);
            }
        });
    }

    @Test
    void thereIsRoomUntilTheMark() throws InterruptedException {
        SocketOutbox outbox = outbox(Duration.ZERO);
        outbox.put(Command.newBuilder().setOutput("little").build());

        outbox.awaitRoom(Outbox.OUTPUT_MARK);

        assertThat(tooSlow).isFalse();
    }

    @Test
    void whoWaitsForAPeerThatTakesNothingDeclaresItTooSlow() throws InterruptedException {
        SocketOutbox outbox = outbox(Duration.ofMillis(50));
        outbox.put(LARGE);

        outbox.awaitRoom(Outbox.OUTPUT_MARK);

        assertThat(tooSlow).isTrue();
    }

    @Test
    void whoWaitsGoesOnWhenThePeerHasTakenEnough() throws InterruptedException {
        SocketOutbox outbox = outbox(Duration.ofMinutes(1));
        outbox.put(LARGE);
        write(outbox, sent);

        outbox.awaitRoom(Outbox.OUTPUT_MARK);

        assertThat(tooSlow).isFalse();
        outbox.shut();
    }

    @Test
    void aLongMessageMayTakeLongAsLongAsItMoves() throws InterruptedException {
        AtomicLong clock = new AtomicLong(1);
        SocketOutbox outbox = new SocketOutbox(
                Duration.ofMinutes(1), new HeapTrim(), new Unsent(), () -> tooSlow.set(true), () -> {}, clock::get);
        outbox.put(Command.newBuilder()
                .setOutput("x".repeat(4 * (int) Outbox.OUTPUT_MARK))
                .build());
        CountDownLatch goOn = new CountDownLatch(1);
        // Two seconds for 16 KiB are a little less than the slowest that is allowed; half way it stops.
        Thread writer = write(outbox, new OutputStream() {
            private int taken;

            @Override
            public void write(int one) {}

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                clock.addAndGet(Duration.ofSeconds(2).toNanos() * length / 16384);
                taken += length;
                if (taken > 2 * Outbox.OUTPUT_MARK) {
                    try {
                        goOn.await();
                    } catch (InterruptedException unexpected) {
                        throw new IOException(unexpected);
                    }
                }
            }
        });
        await().until(() -> clock.get() > Duration.ofMinutes(2).toNanos());

        Thread waiter = Thread.ofVirtual().start(() -> {
            try {
                outbox.awaitRoom(Outbox.OUTPUT_MARK);
            } catch (InterruptedException unexpected) {
                throw new IllegalStateException(unexpected);
            }
        });
        await().until(() ->
                EnumSet.of(Thread.State.TIMED_WAITING, Thread.State.TERMINATED).contains(waiter.getState()));
        goOn.countDown();

        waiter.join();
        assertThat(tooSlow).isFalse();
        outbox.shut();
        writer.join();
    }

    @Test
    void whoWaitsGoesOnWhenTheConnectionEnds() throws InterruptedException {
        SocketOutbox outbox = outbox(Duration.ofMinutes(1));
        outbox.put(LARGE);
        CountDownLatch through = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> {
            try {
                outbox.awaitRoom(Outbox.OUTPUT_MARK);
                through.countDown();
            } catch (InterruptedException unexpected) {
                throw new IllegalStateException(unexpected);
            }
        });

        outbox.shut();

        through.await();
        assertThat(tooSlow).isFalse();
    }

    @Test
    void nothingFollowsACloseFrame() throws InterruptedException {
        SocketOutbox outbox = outbox(Duration.ofMinutes(1));
        outbox.put(Command.newBuilder().setRef("a").build());
        outbox.close(CloseReason.goingAway("bye"));
        outbox.put(Command.newBuilder().setRef("b").build());

        write(outbox, sent).join();

        assertThat(sent.toByteArray())
                .startsWith(0x82, 4)
                .endsWith("\u0003\u00e9bye".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(sent.size()).isEqualTo(2 + 4 + 2 + 5);
    }

    @Test
    void anImmediateCloseOvertakesWhatIsQueued() throws InterruptedException {
        SocketOutbox outbox = outbox(Duration.ofMinutes(1));
        outbox.put(LARGE);
        outbox.closeNow(CloseReason.tryAgain("x".repeat(122) + "é"));

        write(outbox, sent).join();

        // The reason is cut before the character that does not fit.
        assertThat(sent.size()).isEqualTo(2 + 2 + 122);
    }
}
