package io.replyard.pid1.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StopSequenceTest {
    private static final Duration AMPLE = Duration.ofMinutes(1);

    private final List<String> done = new CopyOnWriteArrayList<>();

    @Test
    void stepsAreTakenInTheirOrder() {
        new StopSequence()
                .then("one", AMPLE, () -> {
                    Thread.sleep(50);
                    done.add("one");
                })
                .then("two", AMPLE, () -> done.add("two"))
                .then("three", AMPLE, () -> done.add("three"))
                .run();

        assertThat(done).containsExactly("one", "two", "three");
    }

    @Test
    void aStepThatFailsKeepsNoOtherFromItsTurn() {
        new StopSequence()
                .then("fails", AMPLE, () -> {
                    throw new IOException("on purpose");
                })
                .then("breaks", AMPLE, () -> {
                    throw new AssertionError("on purpose");
                })
                .then("last", AMPLE, () -> done.add("last"))
                .run();

        assertThat(done).containsExactly("last");
    }

    @Test
    void aStepThatTakesTooLongIsInterruptedAndNotWaitedFor() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);

        new StopSequence()
                .then("hangs", Duration.ofMillis(50), () -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException expected) {
                        interrupted.countDown();
                    }
                })
                .then("last", AMPLE, () -> done.add("last"))
                .run();

        assertThat(done).containsExactly("last");
        assertThat(interrupted.await(1, TimeUnit.MINUTES)).isTrue();
    }
}
