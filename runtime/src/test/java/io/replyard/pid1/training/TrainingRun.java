package io.replyard.pid1.training;

import com.google.protobuf.ByteString;
import io.replyard.pid1.client.TokenMint;
import io.replyard.pid1.client.WireClient;
import io.replyard.pid1.lifecycle.StopReason;
import io.replyard.proto.session.PodVariables;
import io.replyard.proto.session.SessionProtocol;
import io.replyard.proto.token.Ed25519Keys;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.Exec;
import io.replyard.proto.wire.File;
import io.replyard.proto.wire.ResizeTerm;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Runs pid1 as it will be run, uses it once through a session, and stops it with SIGTERM. Without a cache file it is a
 * training run that leaves one; with it, it says how fast pid1 was and how much memory it needs.
 *
 * <p>Arguments: the java binary and the args file. Both, and the jars, must lie where they will lie in the image: the
 * cache belongs to that very JVM and class path.
 */
public final class TrainingRun {
    private static final int TOLD_TO_STOP = StopReason.SIGNALLED.exitCode();
    private static final int PORT = SessionProtocol.PORT;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private TrainingRun() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("usage: TrainingRun <java binary> <args file>");
        }
        Path argumentsFile = Path.of(arguments[1]);
        Path home = Files.createTempDirectory("training");
        List<String> lines = Files.readAllLines(argumentsFile);
        boolean training = lines.stream()
                .filter(line -> line.startsWith("-XX:AOTCache="))
                .noneMatch(line -> Files.exists(Path.of(line.substring("-XX:AOTCache=".length()))));
        if (training) {
            argumentsFile = Files.write(
                    home.resolve("java.args"),
                    lines.stream()
                            .map(line -> line.replace("-XX:AOTCache=", "-XX:AOTCacheOutput=")
                                    .replace("all=warning", "all=error"))
                            .toList());
        }
        TokenMint mint = new TokenMint();
        ProcessBuilder builder = new ProcessBuilder(arguments[0], "@" + argumentsFile).inheritIO();
        builder.environment()
                .putAll(Map.of(
                        "HOME",
                        home.toString(),
                        PodVariables.ID,
                        TokenMint.REPL,
                        PodVariables.SLUG,
                        "project",
                        PodVariables.POD_UID,
                        TokenMint.POD,
                        PodVariables.MEMORY_BYTES,
                        "536870912",
                        PodVariables.DISK_BYTES,
                        "1073741824",
                        PodVariables.PROCESSES,
                        "1000",
                        // Nobody listens there: shut.
                        PodVariables.SHUT_ADDRESS,
                        "127.0.0.1:1",
                        PodVariables.SESSION_KEYS,
                        Ed25519Keys.toBase64(mint.publicKey())));
        long startedAt = System.nanoTime();
        Process pid1 = builder.start();
        try {
            use(startedAt, pid1, mint.token());
        } finally {
            pid1.destroy();
        }
        if (!pid1.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || pid1.exitValue() != TOLD_TO_STOP) {
            pid1.destroyForcibly();
            throw new IllegalStateException("pid1 did not stop with exit code " + TOLD_TO_STOP);
        }
    }

    private static void use(long startedAt, Process pid1, String token) throws IOException, InterruptedException {
        try (WireClient client = connect(token, pid1)) {
            report("session ready", startedAt);
            int shell = client.open("shell");
            client.send(
                    shell,
                    Command.newBuilder()
                            .setResizeTerm(ResizeTerm.newBuilder().setRows(40).setCols(120)));
            client.send(shell, Command.newBuilder().setInput("echo shell-$((1+1))\n"));
            client.outputUntil(shell, "shell-2");
            report("shell's first echo", startedAt);
            int exec = client.open("exec");
            client.request(
                    exec,
                    Command.newBuilder()
                            .setExec(Exec.newBuilder().addArgs("echo").addArgs("hello")));
            report("first exec done", startedAt);
            client.request(exec, Command.newBuilder().setExec(Exec.newBuilder().addArgs("no-such-program-anywhere")));
            int files = client.open("files");
            File file = File.newBuilder()
                    .setPath("main.py")
                    .setContent(ByteString.copyFromUtf8("print(1)\n"))
                    .build();
            client.request(files, Command.newBuilder().setWrite(file));
            client.request(files, Command.newBuilder().setRead(File.newBuilder().setPath("main.py")));
            client.request(
                    files, Command.newBuilder().setReaddir(File.newBuilder().setPath(".")));
            client.request(files, Command.newBuilder().setStat(File.newBuilder().setPath("main.py")));
            reportMemory(pid1.pid());
        }
    }

    private static WireClient connect(String token, Process pid1) throws IOException, InterruptedException {
        while (pid1.isAlive()) {
            try {
                return WireClient.connect(PORT, token);
            } catch (ConnectException notYet) {
                Thread.sleep(2);
            }
        }
        throw new IllegalStateException("pid1 ended with exit code " + pid1.exitValue());
    }

    private static void report(String what, long startedAt) {
        System.out.println(what + " after " + (System.nanoTime() - startedAt) / 1_000_000 + " ms");
    }

    /** Private dirty memory is what one more pid1 costs on a node that runs others from the same image. */
    private static void reportMemory(long pid) throws IOException {
        Map<String, Long> sums = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
            String[] words = line.split("\\s+", -1);
            if (words.length == 3 && words[2].equals("kB")) {
                sums.merge(words[0], Long.valueOf(words[1]), Long::sum);
            }
        }
        System.out.println("KiB: private dirty " + sums.get("Private_Dirty:") + ", private clean "
                + sums.get("Private_Clean:") + ", proportional " + sums.get("Pss:") + ", resident " + sums.get("Rss:"));
    }
}
