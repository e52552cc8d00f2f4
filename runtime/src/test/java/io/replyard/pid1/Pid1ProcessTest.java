package io.replyard.pid1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.replyard.pid1.client.TokenMint;
import io.replyard.pid1.client.WireClient;
import io.replyard.pid1.client.WireClient.Frame;
import io.replyard.pid1.process.ExitStatus;
import io.replyard.pid1.process.Launch;
import io.replyard.pid1.process.Program;
import io.replyard.pid1.process.SharedProcesses;
import io.replyard.pid1.process.Terminal;
import io.replyard.proto.session.PodVariables;
import io.replyard.proto.token.Ed25519Keys;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.ContainerState;
import io.replyard.proto.wire.Exec;
import io.replyard.proto.wire.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** pid1 as a process of its own. */
class Pid1ProcessTest {
    @TempDir
    Path home;

    private final TokenMint mint = new TokenMint();

    private Program launch(Map<String, String> environment, Class<?> main) throws IOException {
        return launch(List.of(), environment, main);
    }

    /** As process 1 of a container: it sees none but its own, and the end of it is theirs. */
    private Program launchAsProcessOne(Map<String, String> environment) throws IOException {
        return launch(
                List.of("/usr/bin/unshare", "--pid", "--fork", "--kill-child", "--mount-proc"),
                environment,
                AnyPortMain.class);
    }

    private interface Scenario {
        void run(WireClient client, int execChannel) throws Exception;
    }

    /** Plays a scenario with a client and its exec channel, where that variable of the pod says this. */
    private void inAContainer(String variable, String value, Scenario scenario) throws Exception {
        Map<String, String> environment = new HashMap<>(environment());
        environment.put(variable, value);
        Program program = launchAsProcessOne(environment);
        int port = port(program);
        try (WireClient client = WireClient.connect(port, mint.token())) {
            scenario.run(client, client.open("exec"));
        }
        program.kill();
        program.release();
    }

    private Program launch(List<String> wrapper, Map<String, String> environment, Class<?> main) throws IOException {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(Pid1Command.of(main, home));
        return SharedProcesses.PROCESSES.start(
                new Launch(command, environment, home, Launch.Stdio.PIPES), Terminal.INITIAL_SIZE);
    }

    private Map<String, String> environment() {
        return Map.of(
                "PATH",
                System.getenv("PATH"),
                "HOME",
                home.toString(),
                PodVariables.ID,
                TokenMint.REPL,
                PodVariables.SLUG,
                "project",
                PodVariables.POD_UID,
                TokenMint.POD,
                PodVariables.SESSION_KEYS,
                Ed25519Keys.toBase64(mint.publicKey()));
    }

    /** Reads what it logs until that appears. */
    private static String logged(Program program, String until) {
        StringBuilder log = new StringBuilder();
        byte[] buffer = new byte[4096];
        await().atMost(30, TimeUnit.SECONDS).until(() -> {
            int count = program.output().read(buffer, 0, buffer.length);
            if (count > 0) {
                log.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
            }
            return count < 0 || log.indexOf(until) >= 0;
        });
        return log.toString();
    }

    @Test
    void saysWhichSettingIsMissing() throws Exception {
        Program program = launch(Map.of(PodVariables.SLUG, "project"), Pid1.class);

        String log = logged(program, PodVariables.SESSION_KEYS);
        assertThat(log).contains("level=ERROR").contains("REPLYARD_SESSION_KEYS is not set");
        assertThat(program.exit().get(30, TimeUnit.SECONDS)).isEqualTo(new ExitStatus(1, 0, false));
        program.release();
    }

    @Test
    void stopsCleanlyOnSigterm() throws Exception {
        stopsCleanly(program -> kill(program.pid()), 143);
    }

    @Test
    void stopsAsCleanlyToSleepAndThenEndsWithZero() throws Exception {
        stopsCleanly(program -> program.input().orElseThrow().end(), 0);
    }

    private void stopsCleanly(Consumer<Program> stop, int exitCode) throws Exception {
        Program program = launch(environment(), AnyPortMain.class);
        int port = port(program);
        try (WireClient client = WireClient.connect(port, mint.token())) {
            int channel = client.open("exec");
            client.send(
                    channel,
                    Command.newBuilder()
                            .setExec(Exec.newBuilder()
                                    .addArgs("sh")
                                    .addArgs("-c")
                                    .addArgs("trap '' HUP TERM; echo \"<$$>\"; while :; do sleep 1; done")));
            String sleeper = client.outputUntil(channel, ">").replaceAll("\\D", "");
            assertThat(Path.of("/proc", sleeper)).exists();

            stop.accept(program);

            Command sleep = client.expect(Command::hasContainerState);
            assertThat(sleep.getContainerState().getState()).isEqualTo(ContainerState.State.SLEEP);
            Frame close = client.expectClose();
            assertThat(close.closeCode()).isEqualTo(1001);
            assertThat(close.closeReason()).isEqualTo("Repl is stopping");
            assertThat(program.exit().get(30, TimeUnit.SECONDS)).isEqualTo(new ExitStatus(exitCode, 0, false));
            assertThat(Path.of("/proc", sleeper)).doesNotExist();
        }
        program.release();
    }

    @Test
    void thePortIsNeverFreeWhileProgramsLive() throws Exception {
        Program program = launch(environment(), AnyPortMain.class);
        int port = port(program);
        try (WireClient client = WireClient.connect(port, mint.token())) {
            // Tries to take the port all the time, and says so when it succeeds.
            String thief = """
                    import os, signal, socket, time
                    for name in (signal.SIGHUP, signal.SIGTERM): signal.signal(name, signal.SIG_IGN)
                    print('<>', flush=True)
                    while True:
                        taken = socket.socket()
                        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                        try:
                            taken.bind(('127.0.0.1', %d)); taken.listen(); open('taken', 'w').close()
                        except OSError: taken.close()
                        time.sleep(0.001)
                    """.formatted(port);
            run(client, "python3", "-c", thief);

            kill(program.pid());

            client.expectClose();
            assertThat(program.exit().get(30, TimeUnit.SECONDS)).isEqualTo(new ExitStatus(143, 0, false));
            assertThat(home.resolve("project/taken")).doesNotExist();
        }
        program.release();
    }

    @Test
    void whoComesWhileItStopsIsToldSo() throws Exception {
        Program program = launch(environment(), AnyPortMain.class);
        int port = port(program);
        try (WireClient client = WireClient.connect(port, mint.token())) {
            run(client, "sh", "-c", "trap '' HUP TERM; echo '<>'; while :; do sleep 1; done");
            kill(program.pid());
            client.expectClose();

            try (WireClient late = WireClient.request(port, WireClient.upgrade(mint.token()))) {
                assertThat(late.head()).startsWith("HTTP/1.1 503 ");
            }
        }
        program.exit().get(30, TimeUnit.SECONDS);
        program.release();
    }

    @Test
    void signalsOfProgramsNeitherStopItNorMakeItWrite() throws Exception {
        Program program = launch(environment(), AnyPortMain.class);
        int port = port(program);
        try (WireClient client = WireClient.connect(port, mint.token())) {
            run(
                    client,
                    "sh",
                    "-c",
                    "for s in QUIT INT HUP QUIT INT HUP QUIT; do kill -$s " + program.pid()
                            + " || exit; done; echo '<>'");
        }
        kill(program.pid());
        assertThat(logged(program, "msg=\"stopped\"")).doesNotContain("Full thread dump");
        assertThat(program.exit().get(30, TimeUnit.SECONDS)).isEqualTo(new ExitStatus(143, 0, false));
        program.release();
    }

    @Test
    void whatImageAndLanguageSetReachesProgramsAndNothingElse() throws Exception {
        Map<String, String> hostile = Map.of(
                "JAVA_TOOL_OPTIONS", "-XX:+UseG1GC",
                "_JAVA_OPTIONS", "-Xmx1",
                "JDK_JAVA_OPTIONS", "-version",
                "CLASSPATH", "/nowhere",
                "LD_PRELOAD", "/nowhere.so",
                "LD_LIBRARY_PATH", "/nowhere",
                "LC_ALL", "xx_XX.UTF-8");
        Map<String, String> environment = new HashMap<>(environment());
        environment.putAll(hostile);
        environment.put(PodVariables.SLUG, "Übung");
        Program program = launch(environment, AnyPortMain.class);

        String log = logged(program, "port=");
        assertThat(log).startsWith("port=");
        try (WireClient client = WireClient.connect(portIn(log), mint.token())) {
            int channel = client.open("exec");
            client.send(
                    channel,
                    Command.newBuilder().setExec(Exec.newBuilder().addAllArgs(List.of("sh", "-c", "env; echo '<>'"))));

            assertThat(client.outputUntil(channel, "<>").lines())
                    .containsAll(hostile.entrySet().stream()
                            .map(variable -> variable.getKey() + "=" + variable.getValue())
                            .toList())
                    .contains("PWD=" + home.toRealPath() + "/Übung")
                    .noneMatch(line -> line.startsWith(PodVariables.PRIVATE_PREFIX));
        }
        kill(program.pid());
        program.exit().get(30, TimeUnit.SECONDS);
        program.release();
    }

    @Test
    void nobodyAttachesToIt() throws Exception {
        Program program = launch(environment(), AnyPortMain.class);
        port(program);

        Process attacher = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Integer.toString(program.pid()),
                        "VM.version")
                .redirectErrorStream(true)
                .start();

        String said = new String(attacher.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        // Its exit status is not looked at: our own reaper may have been quicker to collect it.
        assertThat(said).contains("AttachNotSupportedException").doesNotContain("JDK 25");
        assertThat(Path.of("/tmp/.java_pid" + program.pid())).doesNotExist();
        kill(program.pid());
        program.exit().get(30, TimeUnit.SECONDS);
        program.release();
    }

    @Test
    void aForkBombIsKilledWithEverythingAndNothingElseIsHurt() throws Exception {
        inAContainer(PodVariables.PROCESSES, "200", (client, channel) -> {
            Command killed =
                    client.request(channel, exec("sh", "-c", "f() { f | f & f | f & sleep 1000; }; f; sleep 1000"));

            assertThat(killed.getError()).isEqualTo("signal: killed");
            assertThat(client.expect(Command::hasToast).getToast().getText()).contains("200 processes");
            assertThat(client.request(channel, exec("true")).hasOk()).isTrue();
        });
    }

    @Test
    void programsWeighLessThanPid1() throws Exception {
        inAContainer(PodVariables.PROCESSES, "200", (client, channel) -> {
            // SCHED_IDLE, of what a program starts too.
            String policy = "import os; print(os.sched_getscheduler(0))";
            client.send(channel, exec("sh", "-c", "python3 -c '" + policy + "'; echo '<>'"));

            assertThat(client.outputUntil(channel, "<>")).isEqualTo("5\n<>\n");
        });
    }

    @Test
    void threadsCountAsProcessesDo() throws Exception {
        inAContainer(PodVariables.PROCESSES, "200", (client, channel) -> {
            String threads = """
                    import threading, time
                    for i in range(%d): threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
                    time.sleep(1)
                    """;

            assertThat(client.request(channel, exec("python3", "-c", threads.formatted(150)))
                            .hasOk())
                    .isTrue();
            assertThat(client.request(channel, exec("python3", "-c", threads.formatted(300) + "time.sleep(1000)"))
                            .getError())
                    .isEqualTo("signal: killed");
        });
    }

    @Test
    void whoWritesMoreThanTheQuotaIsKilledAndRemovingMakesRoom() throws Exception {
        inAContainer(PodVariables.DISK_BYTES, "8388608", (client, channel) -> {
            int files = client.open("files");
            String script = "mkdir d; for i in 1 2 3 4; do head -c 3000000 /dev/urandom > d/$i; done; exec sleep 1000";

            assertThat(client.request(channel, exec("sh", "-c", script)).getError())
                    .isEqualTo("signal: killed");
            assertThat(client.expect(Command::hasToast).getToast().getText()).contains("of 8 MiB");
            assertThat(client.request(channel, exec("true")).getError()).endsWith("disk quota exceeded");
            Command.Builder write =
                    Command.newBuilder().setWrite(File.newBuilder().setPath("more"));
            assertThat(client.request(files, write).getError()).endsWith("disk quota exceeded");

            Command.Builder remove =
                    Command.newBuilder().setRemove(File.newBuilder().setPath("d"));
            assertThat(client.request(files, remove).hasOk()).isTrue();
            await().untilAsserted(() ->
                    assertThat(client.request(channel, exec("true")).hasOk()).isTrue());
            assertThat(client.request(files, write).hasOk()).isTrue();
        });
    }

    @Test
    void filesThatLostTheirNameCountUntilTheyAreClosed() throws Exception {
        inAContainer(PodVariables.DISK_BYTES, "8388608", (client, channel) -> {
            String hoarder = """
                    import os, time
                    kept = []
                    for i in range(4):
                        kept.append(open('f', 'wb', 0)); os.unlink('f'); kept[i].write(os.urandom(3000000))
                    time.sleep(1000)
                    """;

            assertThat(client.request(channel, exec("python3", "-c", hoarder)).getError())
                    .isEqualTo("signal: killed");
            await().untilAsserted(() ->
                    assertThat(client.request(channel, exec("true")).hasOk()).isTrue());
        });
    }

    @Test
    void noFileGrowsBeyondTheQuotaAtAll() throws Exception {
        inAContainer(PodVariables.DISK_BYTES, "8388608", (client, channel) -> {
            Command ended = client.request(channel, exec("sh", "-c", "head -c 100000000 /dev/zero > f"));

            assertThat(ended.getError()).isNotEmpty();
            assertThat(home.resolve("project/f"))
                    .satisfies(file -> assertThat(Files.size(file)).isLessThanOrEqualTo(8388608));
        });
    }

    private static Command.Builder exec(String... command) {
        return Command.newBuilder().setExec(Exec.newBuilder().addAllArgs(List.of(command)));
    }

    /** Runs a program, until it says so. */
    private static void run(WireClient client, String... command) throws IOException {
        int channel = client.open("exec");
        client.send(channel, Command.newBuilder().setExec(Exec.newBuilder().addAllArgs(List.of(command))));
        client.outputUntil(channel, "<>");
    }

    private static int port(Program program) {
        return portIn(logged(program, "port="));
    }

    private static int portIn(String log) {
        return Integer.parseInt(log.replaceAll("(?s).*port=(\\d+).*", "$1"));
    }

    private static void kill(int pid) {
        assertThat(ProcessHandle.of(pid).orElseThrow().destroy()).isTrue();
    }
}
