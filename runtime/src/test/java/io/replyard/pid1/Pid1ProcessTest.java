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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName());
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
        String log = logged(program, "port=");
        int port = Integer.parseInt(log.replaceAll("(?s).*port=(\\d+).*", "$1"));
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

    private static void kill(int pid) {
        assertThat(ProcessHandle.of(pid).orElseThrow().destroy()).isTrue();
    }
}
