package io.replyard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.replyard.bench.soak.Typist;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Another tenant, who pings and types while somebody attacks. It is connected once, and whatever breaks that is seen. */
final class Neighbour implements AutoCloseable {
    private static final int ROUNDS_AT_LEAST = 3;

    private final TestRepl repl;
    private final Person person;
    private final Typist typist;

    private Neighbour(TestRepl repl, Person person, Typist typist) {
        this.repl = repl;
        this.person = person;
        this.typist = typist;
    }

    static Neighbour movesIn() throws Exception {
        TestRepl repl = TestRepl.named("neighbour");
        Person person = Person.at(repl.token());
        return new Neighbour(repl, person, Typist.at(person.connection(), Person.PATIENCE));
    }

    /** Something hostile; it returns when it has done its worst, and leaves it in place. */
    interface Attack {
        void run() throws Exception;
    }

    /**
     * Pings and types while the attack runs and a few times after, and finds every answer, the connection it has, and its pod
     * and all of conman's as they were.
     */
    void livesThrough(Attack attack) throws Exception {
        Map<String, Integer> before = restarts();
        CompletableFuture<Void> over = new CompletableFuture<>();
        AtomicInteger rounds = new AtomicInteger();
        CompletableFuture<Void> life = new CompletableFuture<>();
        Thread.ofVirtual().name("neighbour").start(() -> {
            try {
                live(over, rounds);
                life.complete(null);
            } catch (Exception e) {
                life.completeExceptionally(e);
            }
        });
        try {
            attack.run();
        } finally {
            over.complete(null);
        }
        try {
            life.get(2 * Person.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | CompletionException e) {
            throw new AssertionError("the neighbour, after " + rounds + " rounds", e.getCause());
        }
        assertThat(person.isConnected()).isTrue();
        assertThat(restarts()).isEqualTo(before);
    }

    private void live(CompletableFuture<Void> over, AtomicInteger rounds) throws Exception {
        int after = 0;
        while (after < ROUNDS_AT_LEAST) {
            typist.ping();
            typist.type();
            rounds.incrementAndGet();
            if (over.isDone()) {
                after++;
            }
        }
    }

    /** How often each container of conman's and ours was started again, by pod. */
    private Map<String, Integer> restarts() {
        Map<String, Integer> counts = new TreeMap<>();
        List<Pod> conman = Metrics.conmanPods();
        Stream.concat(conman.stream(), Stream.of(repl.pod()))
                .forEach(pod -> counts.put(
                        pod.getMetadata().getName() + " " + pod.getMetadata().getUid(),
                        pod.getStatus().getContainerStatuses().stream()
                                .mapToInt(status -> status.getRestartCount())
                                .sum()));
        return counts;
    }

    @Override
    public void close() {
        person.close();
        repl.close();
    }
}
