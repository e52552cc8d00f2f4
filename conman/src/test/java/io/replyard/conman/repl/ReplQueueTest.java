package io.replyard.conman.repl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.replyard.crds.ReplSpecBuilder;
import io.replyard.proto.claims.ReplToken;
import io.replyard.proto.session.CloseReason;
import io.replyard.proto.token.VerifiedToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplQueueTest {
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final List<String> written = new CopyOnWriteArrayList<>();
    private final List<String> outcomes = new CopyOnWriteArrayList<>();
    private final CountDownLatch open = new CountDownLatch(1);
    private final ReplQueue queue = new ReplQueue(new Writing(), workers, clock);

    @AfterEach
    void stop() {
        workers.shutdownNow();
        clock.shutdownNow();
    }

    @Test
    void aHundredThatContradictEachOtherAreTwoWritesAndTheLastOneWins() {
        for (int i = 0; i < 100; i++) {
            ensure("u", "slug-" + i, null);
        }
        open.countDown();

        await().atMost(Duration.ofSeconds(30)).until(() -> outcomes.size() == 100);
        assertThat(written).hasSizeLessThanOrEqualTo(2).last().isEqualTo("slug-99");
        assertThat(outcomes).contains("slug-99").isSubsetOf(written);
    }

    @Test
    void whoComesAgainAndAgainWritesAtARate() throws Exception {
        open.countDown();
        long begun = System.nanoTime();
        for (int i = 0; i < 6; i++) {
            CountDownLatch done = new CountDownLatch(1);
            queue.ensure(token("u", "slug-" + i, null), r -> done.countDown(), e -> {});
            done.await();
        }
        long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();

        assertThat((long) written.size()).isEqualTo(6).isLessThanOrEqualTo(3 + seconds + 1);
    }

    @Test
    void whoIsRefusedHoldsUpNobody() {
        ensure("u", "good", null);
        for (int i = 0; i < 50; i++) {
            ensure("mallory", "bad", "mallory");
        }
        open.countDown();

        await().atMost(Duration.ofSeconds(30)).until(() -> outcomes.contains("good"));
    }

    private void ensure(String user, String slug, @Nullable String onlyForUser) {
        queue.ensure(
                token(user, slug, onlyForUser),
                repl -> outcomes.add(repl.getSpec().slug()),
                failure -> outcomes.add("refused"));
    }

    private static VerifiedToken token(String user, String slug, @Nullable String onlyForUser) {
        ReplToken token = ReplToken.newBuilder()
                .setRepl(io.replyard.proto.claims.Repl.newBuilder()
                        .setId("r1")
                        .setUser(user)
                        .setSlug(slug))
                .build();
        return new VerifiedToken(token, Instant.EPOCH, Instant.MAX, "tests", onlyForUser);
    }

    /** Writes what it is told, once the test lets it, for everybody but mallory. */
    private final class Writing implements Repls {
        @Override
        public boolean synced() {
            return true;
        }

        @Override
        public io.replyard.crds.Repl ensure(VerifiedToken token) throws ReplRefusedException {
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (token.token().getRepl().getUser().equals("mallory")) {
                throw new ReplRefusedException(
                        ReplRefusedException.Reason.FOREIGN_REPL, CloseReason.policy("not yours"));
            }
            String slug = token.token().getRepl().getSlug();
            written.add(slug);
            io.replyard.crds.Repl repl = ReplSamples.repl("u1");
            repl.setSpec(ReplSpecBuilder.builder(repl.getSpec()).slug(slug).build());
            return repl;
        }

        @Override
        public Optional<io.replyard.crds.Repl> unchanged(VerifiedToken token) {
            return Optional.empty();
        }

        @Override
        public void requireUsable(VerifiedToken token, io.replyard.crds.Repl found) {
            // Everybody but mallory, who is refused before.
        }

        @Override
        public ReplSnapshot snapshot(String name) {
            return new ReplSnapshot(null, List.of());
        }

        @Override
        public Subscription watch(String name, Watcher watcher) {
            return () -> {};
        }
    }
}
