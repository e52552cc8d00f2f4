package io.replyard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.replyard.cli.client.FakeRepl;
import io.replyard.proto.wire.Command;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ways out of {@code replyard shell} that nobody types; each has to give the terminal back. */
class ShellProcessTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final FakeRepl repl = FakeRepl.start();
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        repl.close();
    }

    /** Runs a script with job control on a terminal of its own; {@code REPLYARD} in it is the command. */
    private Process onTerminal(String script) throws IOException {
        String command = CommandProcess.words("shell", "hello").stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
        Path file = Files.writeString(folder.resolve("script"), "set -m\n" + script.replace("REPLYARD", command));
        ProcessBuilder builder =
                new ProcessBuilder("script", "-qec", "bash " + file, "/dev/null").redirectErrorStream(true);
        builder.environment().put("REPLYARD_URL", repl.url().toString());
        Process process = builder.start();
        Thread.ofVirtual().start(() -> read(process));
        return process;
    }

    private void read(Process process) {
        try (InputStream output = process.getInputStream()) {
            output.transferTo(screen);
        } catch (IOException e) {
            throw new IllegalStateException("the terminal's output broke off", e);
        }
    }

    private String screen() {
        return screen.toString(StandardCharsets.UTF_8);
    }

    private void awaitScreen(String text) {
        Awaitility.await().atMost(LONG).until(() -> screen().contains(text));
    }

    private static void signal(Process terminal, String name) throws IOException, InterruptedException {
        List<ProcessHandle> java = terminal.descendants()
                .filter(p -> p.info().command().orElse("").endsWith("/java"))
                .toList();
        assertThat(java).hasSize(1);
        assertThat(new ProcessBuilder(
                                "kill",
                                "-" + name,
                                Long.toString(java.getFirst().pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private List<String> modes() {
        return screen().lines()
                .filter(line -> line.contains("icanon"))
                .map(line -> line.replaceAll(".*?(-?icanon).*", "$1"))
                .toList();
    }

    @Test
    void aSignalThatEndsItGivesTheTerminalBack() throws Exception {
        Process terminal = onTerminal("stty -a; REPLYARD; echo code $?; stty -a; echo over");
        awaitScreen("$ ");
        signal(terminal, "TERM");
        awaitScreen("over");
        assertThat(screen()).contains("code 143");
        assertThat(modes()).containsExactly("icanon", "icanon");
    }

    @Test
    void aStopGivesTheTerminalBackUntilItGoesOn() throws Exception {
        Process terminal =
                onTerminal("REPLYARD; stty -a; echo stopped; read -r x; fg; echo code $?; stty -a; echo over");
        awaitScreen("$ ");
        signal(terminal, "TSTP");
        awaitScreen("stopped");
        assertThat(modes()).containsExactly("icanon");
        long resizes = resizes();
        type(terminal, "\n");
        Awaitility.await().atMost(LONG).until(() -> resizes() > resizes);
        type(terminal, "\u0003");
        Awaitility.await()
                .atMost(LONG)
                .until(() -> repl.received().stream().anyMatch(c -> c.getInput().equals("\u0003")));
        type(terminal, "\r~.");
        awaitScreen("over");
        assertThat(screen()).contains("code 0");
        assertThat(modes()).containsExactly("icanon", "icanon");
    }

    private long resizes() {
        return repl.received().stream().filter(Command::hasResizeTerm).count();
    }

    private static void type(Process terminal, String keys) throws IOException {
        terminal.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
        terminal.getOutputStream().flush();
    }

    @Test
    void withoutATerminalItSaysSo() throws Exception {
        for (String input : List.of("<&-", "</dev/null", "</etc/hostname")) {
            CommandProcess.Result result =
                    new CommandProcess(folder, repl.url()).run("\"$@\" " + input, new byte[0], "shell", "hello");
            assertThat(result.code()).as(input).isEqualTo(ExitCodes.USAGE);
            assertThat(result.err()).contains("no terminal", "replyard exec").hasLineCount(1);
        }
        assertThat(repl.paths()).isEmpty();
    }
}
