package io.replyard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.replyard.cli.client.FakeRepl;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.ResizeTerm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as people run it: a process of its own, with real pipes and a real terminal. */
class ReplyardProcessTest {
    private final FakeRepl repl = FakeRepl.start();

    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    private Path folder;

    /** What the last process said of its waiting; on a slow machine any of them may. */
    private List<String> progress = List.of();

    /** How a process ended; {@code err} is without its {@link #progress}. */
    private record Result(int code, String out, String err) {}

    @AfterEach
    void stop() {
        repl.close();
    }

    private static List<String> replyard(String... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                Replyard.class.getName()));
        command.addAll(List.of(args));
        return command;
    }

    private Result run(String stdin, String... args) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(replyard(args)).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("REPLYARD_URL", repl.url().toString());
        Process process = builder.start();
        try (OutputStream pipe = process.getOutputStream()) {
            pipe.write(stdin.getBytes(StandardCharsets.UTF_8));
        }
        int code = process.waitFor();
        List<String> lines = Files.readAllLines(err);
        Predicate<String> aboutWaiting = line -> line.startsWith("replyard: hello: ");
        progress = lines.stream().filter(aboutWaiting).toList();
        String complaints = lines.stream()
                .filter(aboutWaiting.negate())
                .map(line -> line + "\n")
                .collect(Collectors.joining());
        return new Result(code, Files.readString(out), complaints);
    }

    @Test
    void outputIsTheProgramsAndNothingElse() throws Exception {
        assertThat(run("", "exec", "hello", "--", "echo", "-n", "--url", "über"))
                .isEqualTo(new Result(0, "-n --url über\n", ""));
    }

    @Test
    void withoutATokenOneIsSignedWithTheDevelopmentKey() throws Exception {
        run("", "exec", "hello", "--", "echo");
        assertThat(repl.paths()).singleElement().asString().startsWith("/wsv2/v2.public.");
    }

    @Test
    void aTokenFromTheEnvironmentIsUsedAsItIs() throws Exception {
        environment.put("REPLYARD_TOKEN", "my-token");
        run("", "exec", "hello", "--", "echo");
        assertThat(repl.paths()).containsExactly("/wsv2/my-token");
    }

    @Test
    void standardInputAndItsEndReachTheProgram() throws Exception {
        String text = "line ".repeat(10_000) + "€\n";
        assertThat(run(text, "exec", "hello", "--", "cat")).isEqualTo(new Result(0, text, ""));
    }

    @Test
    void withoutStandardInputTheProgramReadsNothing() throws Exception {
        assertThat(run("ignored", "exec", "-n", "hello", "--", "cat")).isEqualTo(new Result(0, "", ""));
        assertThat(repl.received()).noneMatch(Command::hasInput);
    }

    @Test
    void theExitCodeIsTheProgramsOwn() throws Exception {
        assertThat(run("", "exec", "hello", "--", "exit", "42")).isEqualTo(new Result(42, "", ""));
        assertThat(run("", "exec", "hello", "--", "kill")).isEqualTo(new Result(137, "", "replyard: signal: killed\n"));
        Result missing = run("", "exec", "hello", "--", "nonesuch");
        assertThat(missing.code()).isEqualTo(127);
        assertThat(missing.err()).contains("\"nonesuch\"").contains("not found");
    }

    @Test
    void aRefusalIsExplained() throws Exception {
        assertThat(run("", "exec", "--token", "refused", "hello", "--", "echo"))
                .isEqualTo(new Result(
                        ExitCodes.REFUSED,
                        "",
                        "replyard: refused: exp: the token expired; ask for a new one (1008)\n"));
    }

    @Test
    void aLostReplIsExplained() throws Exception {
        assertThat(run("", "exec", "hello", "--", "drop"))
                .isEqualTo(new Result(
                        ExitCodes.TRY_AGAIN, "", "replyard: the other side is going away: Repl is stopping (1001)\n"));
    }

    @Test
    void aReplThatTakesLongSaysHowFarItIs() throws Exception {
        Result result = run("", "exec", "--token", "asleep", "--timeout", "4s", "hello", "--", "echo");
        assertThat(result.code()).isEqualTo(ExitCodes.TRY_AGAIN);
        assertThat(progress).contains("replyard: hello: waking up");
        assertThat(result.err().lines()).singleElement().asString().contains("not ready after 4 s", "--timeout");
    }

    @Test
    void wrongUsageIsExplained() throws Exception {
        assertThat(run("", "exec", "hello").code()).isEqualTo(ExitCodes.USAGE);
        Result address = run("", "exec", "--url", "ftp://x", "hello", "--", "echo");
        assertThat(address.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(address.err()).contains("ftp://x").contains("ws://");
        Result pipe = run("", "shell", "hello");
        assertThat(pipe.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(pipe.err()).contains("no terminal").contains("replyard exec");
    }

    @Test
    void aShellGetsKeysAndSize() throws Exception {
        List<String> lines = shell("\u0003ls\r", "~", ".");
        assertThat(lines).contains("Connected to hello. Leave with Enter ~ .", "replyard: left hello", "code 0");
        assertThat(repl.received())
                .extracting(Command::getResizeTerm)
                .contains(ResizeTerm.newBuilder().setRows(33).setCols(101).build());
        assertThat(repl.received().stream().map(Command::getInput).reduce("", String::concat))
                .isEqualTo("\u0003ls\r");
    }

    @Test
    void aShellThatIsLostSaysWhy() throws Exception {
        assertThat(shell("\u0004"))
                .contains(
                        "replyard: the other side is going away: Repl is stopping (1001)",
                        "code " + ExitCodes.TRY_AGAIN);
    }

    /** What is on the screen of a pseudo-terminal, which script(1) makes, after these keys; its settings are checked here. */
    private List<String> shell(String... keys) throws IOException, InterruptedException {
        String command =
                "stty rows 33 cols 101; stty -a; " + quoted(replyard("shell", "hello")) + "; echo code $?; stty -a";
        ProcessBuilder builder = new ProcessBuilder("script", "-qec", command, "/dev/null").redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().put("REPLYARD_URL", repl.url().toString());
        Process process = builder.start();
        StringBuilder screen = new StringBuilder();
        Thread reader = Thread.ofVirtual().start(() -> read(process, screen));
        try (OutputStream keyboard = process.getOutputStream()) {
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> contains(screen, "$ "));
            for (String key : keys) {
                type(keyboard, key);
            }
            assertThat(process.waitFor()).isZero();
        }
        reader.join();
        List<String> lines = screen.toString().lines().map(String::strip).toList();
        assertThat(lines.stream().filter(line -> line.contains("icanon")))
                .as("settings of the terminal, before and after")
                .hasSize(2)
                .noneMatch(line -> line.contains("-icanon"));
        return lines;
    }

    private static String quoted(List<String> command) {
        return String.join(" ", command.stream().map(word -> "'" + word + "'").toList());
    }

    private static void type(OutputStream keys, String text) throws IOException {
        keys.write(text.getBytes(StandardCharsets.UTF_8));
        keys.flush();
    }

    private static boolean contains(StringBuilder screen, String text) {
        synchronized (screen) {
            return screen.indexOf(text) >= 0;
        }
    }

    private static void read(Process process, StringBuilder screen) {
        try (var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                synchronized (screen) {
                    screen.append((char) c);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("the terminal's output broke off", e);
        }
    }
}
