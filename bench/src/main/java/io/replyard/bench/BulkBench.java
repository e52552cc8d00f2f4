package io.replyard.bench;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.replyard.bench.soak.Typist;
import io.replyard.cli.client.ReplConnection;
import io.replyard.crds.Repl;
import io.replyard.crds.ReplNames;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/**
 * Bulk bytes on the whole way between a program and a client, in both directions, for {@code exec} and in a terminal, one stream and eight at once, beside
 * kubectl exec in the same pod. With each: what it costs every party, and what the keystrokes of somebody in another Repl take meanwhile.
 */
public final class BulkBench {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int CORES = 2;
    private static final int AT_ONCE = 8;
    private static final int BETWEEN_KEYS_MS = 10;
    private static final int IDLE_KEYS = 500;
    private static final double P99 = 0.99;

    private final String namespace = BootBench.environment("REPLYARD_NAMESPACE");
    private final URI url = URI.create(BootBench.environment("REPLYARD_URL"));
    private final String id = "bulk-" + UUID.randomUUID().toString().substring(0, 8);
    private final Path noise;
    private final long bytes;

    private BulkBench(Path noise, long bytes) {
        this.noise = noise;
        this.bytes = bytes;
    }

    /** Arguments: megabytes of one stream (default 300). */
    public static void main(String[] arguments) throws Exception {
        int megabytes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 300;
        Path noise = Files.createTempFile("bulk", "");
        try (KubernetesClient kubernetes = new KubernetesClientBuilder().build()) {
            new BulkBench(noise, megabytes * 1_000_000L).run(kubernetes);
        } finally {
            Files.delete(noise);
        }
    }

    private void run(KubernetesClient kubernetes) throws Exception {
        String token = BenchToken.sign(id, "default", CORES);
        String neighbour = id + "-neighbour";
        try (ReplConnection bulk = ReplConnection.connect(url, token, command -> {});
                ReplConnection other =
                        ReplConnection.connect(url, BenchToken.sign(neighbour, "default", 1), command -> {})) {
            bulk.awaitReady(PATIENCE);
            other.awaitReady(PATIENCE);
            Repl repl = kubernetes
                    .resources(Repl.class)
                    .inNamespace(namespace)
                    .withName(ReplNames.of(id))
                    .require();
            String pod = Objects.requireNonNull(repl.getStatus().podName());
            Typist typist = Typist.at(other, PATIENCE);
            Samples idle = new Samples("idle");
            for (int i = 0; i < IDLE_KEYS; i++) {
                idle.addNanos(typist.type());
                Thread.sleep(BETWEEN_KEYS_MS);
            }
            System.out.printf(
                    Locale.ROOT, "keystroke of another session, idle: p99 %.1f ms%n", idle.quantile(P99) * 1e3);
            for (int streams : new int[] {1, AT_ONCE}) {
                measure(streams, bulk, token, pod, typist, idle);
            }
        } finally {
            for (String name : List.of(id, neighbour)) {
                kubernetes
                        .resources(Repl.class)
                        .inNamespace(namespace)
                        .withName(ReplNames.of(name))
                        .delete();
            }
        }
    }

    private void measure(int streams, ReplConnection connection, String token, String pod, Typist typist, Samples idle)
            throws Exception {
        // Several at once share what one has, so that a process' start weighs as little as it may.
        long each = streams == 1 ? bytes : bytes / 2;
        writeNoise(each);
        BulkCommand exec = new BulkCommand(List.of("./replyard", "exec", id, "--token", token, "--"), noise);
        BulkCommand kubectl = new BulkCommand(List.of("kubectl", "exec", "-i", "-n", namespace, pod, "--"), noise);
        BulkCommand kubectlTerminal =
                new BulkCommand(List.of("kubectl", "exec", "-i", "-t", "-n", namespace, pod, "--"), noise);
        BulkTerminal terminal = new BulkTerminal(connection, noise);
        // What is measured is not how long Java takes to compile itself.
        exec.move(true, each);
        exec.move(false, each);
        for (boolean out : new boolean[] {true, false}) {
            String way = (out ? "out, " : "in, ") + streams + (streams == 1 ? " stream" : " at once");
            Run theirs = timed(streams, each, typist, () -> kubectl.move(out, each));
            Run ours = timed(streams, each, typist, () -> exec.move(out, each));
            Run typed = timed(streams, each, typist, () -> terminal.move(out, each));
            System.out.printf(
                    Locale.ROOT,
                    "%-14s kubectl exec %6.1f MB/s; other session's p99 %.1f x idle%n",
                    way,
                    theirs.megabytesPerSecond(),
                    theirs.keys().quantile(P99) / idle.quantile(P99));
            print(way + " exec", ours, theirs, idle);
            // Nothing feeds kubectl's terminal from a file: in that direction ours is beside a pipe.
            Run theirTerminal =
                    out ? timed(streams, each, typist, () -> kubectlTerminal.moveOutOfATerminal(each)) : theirs;
            print(way + " terminal", typed, theirTerminal, idle);
        }
    }

    private static void print(String what, Run ours, Run theirs, Samples idle) {
        System.out.printf(
                Locale.ROOT,
                "%-24s %6.1f MB/s, %.2f x kubectl's %.1f; CPU s/GB: pid1 %.1f, conman %.1f, client %.1f; other session's p99 %.1f x idle%n",
                what,
                ours.megabytesPerSecond(),
                ours.megabytesPerSecond() / theirs.megabytesPerSecond(),
                theirs.megabytesPerSecond(),
                ours.perGigabyte(ours.pid1()),
                ours.perGigabyte(ours.conman()),
                ours.perGigabyte(ours.client()),
                ours.keys().quantile(P99) / idle.quantile(P99));
    }

    /** One stream, to its end. */
    private interface Stream {
        /** Moves the bytes, makes sure that all of them arrived, and tells what CPU the client took, in seconds. */
        double move() throws Exception;
    }

    /** What a measurement gave; CPU in seconds. */
    private record Run(double seconds, long bytes, double pid1, double conman, double client, Samples keys) {
        double megabytesPerSecond() {
            return bytes / seconds / 1e6;
        }

        double perGigabyte(double cpu) {
            return cpu / bytes * 1e9;
        }
    }

    private Run timed(int streams, long each, Typist typist, Stream stream) throws Exception {
        Cpu pid1 = Cpu.ofProcessesWith("REPL_ID=" + id + "\0");
        Cpu conman = Cpu.ofProcessesWith("HOSTNAME=replyard-conman");
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Samples> keys = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> type(typist, over, keys));
        long start = System.nanoTime();
        List<CompletableFuture<Double>> running =
                IntStream.range(0, streams).mapToObj(i -> started(stream)).toList();
        double client = 0;
        try {
            for (CompletableFuture<Double> one : running) {
                client += one.get();
            }
        } finally {
            over.set(true);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Run(seconds, streams * each, pid1.seconds(), conman.seconds(), client, keys.get());
    }

    private static CompletableFuture<Double> started(Stream stream) {
        CompletableFuture<Double> done = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            try {
                done.complete(stream.move());
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private static void type(Typist typist, AtomicBoolean over, CompletableFuture<Samples> keys) {
        Samples samples = new Samples("keys");
        try {
            do {
                samples.addNanos(typist.type());
                Thread.sleep(BETWEEN_KEYS_MS);
            } while (!over.get());
            keys.complete(samples);
        } catch (Exception e) {
            keys.completeExceptionally(e instanceof ExecutionException ? e.getCause() : e);
        }
    }

    private void writeNoise(long length) throws Exception {
        byte[] block = new byte[1_000_000];
        Random random = new Random(length);
        try (var file = Files.newOutputStream(noise)) {
            for (long written = 0; written < length; written += block.length) {
                random.nextBytes(block);
                file.write(block, 0, (int) Math.min(block.length, length - written));
            }
        }
    }
}
