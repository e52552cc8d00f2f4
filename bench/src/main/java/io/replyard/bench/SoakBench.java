package io.replyard.bench;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.replyard.bench.soak.Attacker;
import io.replyard.bench.soak.Typist;
import io.replyard.cli.client.ReplConnection;
import io.replyard.crds.Repl;
import io.replyard.crds.ReplNames;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Many clients for a long time, first alone and then beside hostile ones: how long the answer to a ping and the echo of a
 * line take them, beside what they took alone, and conman's memory meanwhile. Ends with 1 when one of them lost its
 * connection or an answer, or when conman was started again.
 */
public final class SoakBench {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int BETWEEN_LINES_MS = 1_000;
    private static final int BETWEEN_LOOKS_S = 10;
    private static final int CLIENTS_PER_REPL = 50;
    private static final int ARRIVING_AT_ONCE = 8;
    private static final int HOSTILE_ONE_IN = 10;
    private static final double MIB = 1024 * 1024;

    private final KubernetesClient kubernetes;
    private final ExecutorService threads;
    private final int minutes;
    private final URI url = URI.create(BootBench.environment("REPLYARD_URL"));
    private final String namespace = BootBench.environment("REPLYARD_NAMESPACE");
    private final String run = "soak-" + UUID.randomUUID().toString().substring(0, 8) + "-";
    private final List<String> repls = new ArrayList<>();
    private final ConcurrentLinkedQueue<String> losses = new ConcurrentLinkedQueue<>();

    private SoakBench(KubernetesClient kubernetes, ExecutorService threads, int minutes) {
        this.kubernetes = kubernetes;
        this.threads = threads;
        this.minutes = minutes;
    }

    /** Arguments: minutes of each of the two halves, all clients, of whom one in ten is hostile. */
    public static void main(String[] arguments) throws Exception {
        int minutes = Integer.parseInt(arguments[0]);
        int clients = Integer.parseInt(arguments[1]);
        boolean unhurt;
        try (KubernetesClient kubernetes = new KubernetesClientBuilder().build();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            int hostile = clients / HOSTILE_ONE_IN;
            unhurt = new SoakBench(kubernetes, threads, minutes).run(clients - hostile, hostile);
        }
        System.exit(unhurt ? 0 : 1);
    }

    private record Client(ReplConnection connection, Typist typist) {}

    private boolean run(int others, int hostile) throws Exception {
        List<Client> clients = new ArrayList<>();
        List<Attacker> attackers = new ArrayList<>();
        try {
            clients.addAll(arrive(others));
            Map<String, Integer> restarts = restarts();
            System.out.printf("%d clients of %d Repls, alone for %d min%n", others, repls.size(), minutes);
            Half alone = half(clients);

            LongAdder attempts = new LongAdder();
            attackers.addAll(attack(hostile, attempts));
            System.out.printf("beside %d hostile ones for %d min%n", hostile, minutes);
            Half beside = half(clients);
            System.out.printf("the hostile ones came %d times%n", attempts.sum());

            compare("ping", alone.pings, beside.pings);
            compare("a line's echo", alone.echoes, beside.echoes);
            boolean same = restarts().equals(restarts);
            System.out.printf(
                    "lost: %d of %d clients; conman %s%n",
                    losses.size(), others, same ? "as it was" : "was started again");
            losses.stream().limit(10).forEach(System.out::println);
            return losses.isEmpty() && same;
        } finally {
            for (Attacker attacker : attackers) {
                attacker.close();
            }
            await(clients.stream()
                    .map(client -> threads.submit(client.connection::close))
                    .toList());
            repls.forEach(id -> kubernetes
                    .resources(Repl.class)
                    .inNamespace(namespace)
                    .withName(ReplNames.of(id))
                    .delete());
        }
    }

    /** A few at a time, as each starts a shell. */
    private List<Client> arrive(int count) throws Exception {
        Semaphore door = new Semaphore(ARRIVING_AT_ONCE);
        List<Future<Client>> arrivals = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (i % CLIENTS_PER_REPL == 0) {
                repls.add(run + repls.size());
            }
            String token = BenchToken.sign(repls.getLast(), "default", 1);
            arrivals.add(threads.submit(() -> {
                door.acquire();
                try {
                    ReplConnection connection = ReplConnection.connect(url, token, command -> {});
                    connection.awaitReady(PATIENCE);
                    return new Client(connection, Typist.at(connection, PATIENCE));
                } finally {
                    door.release();
                }
            }));
        }
        List<Client> clients = new ArrayList<>();
        for (Future<Client> arrival : arrivals) {
            clients.add(arrival.get());
        }
        return clients;
    }

    private List<Attacker> attack(int count, LongAdder attempts) {
        String own = run + "hostile";
        String torn = run + "torn";
        repls.addAll(List.of(own, torn));
        AtomicInteger turn = new AtomicInteger();
        Attacker.Kind[] kinds = Attacker.Kind.values();
        List<Attacker> attackers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Attacker.Kind kind = kinds[i % kinds.length];
            attackers.add(new Attacker(
                    kind,
                    url,
                    () -> kind == Attacker.Kind.CONTRADICTION
                            ? BenchToken.sign(torn, "default", 1, "flag-" + turn.getAndIncrement() % 2)
                            : BenchToken.sign(own, "default", 1),
                    attempts));
        }
        return attackers;
    }

    private record Half(Samples pings, Samples echoes) {}

    private Half half(List<Client> clients) throws Exception {
        Half half = new Half(new Samples("ping"), new Samples("echo"));
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
        List<Future<?>> lives = new ArrayList<>();
        for (Client client : clients) {
            if (!client.connection.closed().isDone()) {
                lives.add(threads.submit(() -> live(client, half, end)));
            }
        }
        while (System.nanoTime() < end) {
            TimeUnit.SECONDS.sleep(BETWEEN_LOOKS_S);
            System.out.println(memory());
        }
        await(lives);
        return half;
    }

    private void live(Client client, Half half, long end) {
        try {
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(BETWEEN_LINES_MS));
            while (System.nanoTime() < end) {
                half.pings.addNanos(client.typist.ping());
                half.echoes.addNanos(client.typist.type());
                TimeUnit.MILLISECONDS.sleep(BETWEEN_LINES_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            losses.add(e.toString());
            client.connection.close();
        }
    }

    private static void await(List<? extends Future<?>> futures) throws Exception {
        for (Future<?> future : futures) {
            future.get();
        }
    }

    private static void compare(String what, Samples alone, Samples beside) {
        for (double quantile : new double[] {0.5, 0.99}) {
            double before = alone.quantile(quantile);
            double after = beside.quantile(quantile);
            System.out.printf(
                    Locale.ROOT,
                    "%-13s p%.0f %7.1f ms alone, %7.1f ms beside them, %.2f x%n",
                    what,
                    quantile * 100,
                    before * 1e3,
                    after * 1e3,
                    after / before);
        }
    }

    private List<Pod> conman() {
        return kubernetes
                .pods()
                .inNamespace("replyard")
                .withLabel("app.kubernetes.io/component", "conman")
                .list()
                .getItems();
    }

    /** By pod. */
    private Map<String, Integer> restarts() {
        Map<String, Integer> counts = new TreeMap<>();
        conman().forEach(pod -> counts.put(
                pod.getMetadata().getUid(),
                pod.getStatus().getContainerStatuses().getFirst().getRestartCount()));
        return counts;
    }

    /** What the kubelet says of conman's working set, which is what a limit counts. */
    private String memory() {
        StringBuilder line = new StringBuilder("conman's memory, MiB:");
        for (Pod pod : conman()) {
            String summary = kubernetes.raw("/api/v1/nodes/" + pod.getSpec().getNodeName() + "/proxy/stats/summary");
            line.append(String.format(Locale.ROOT, " %.0f", WorkingSet.of(summary, pod) / MIB));
        }
        return line.toString();
    }
}
