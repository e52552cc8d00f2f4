package io.replyard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The {@code replyard} command as the README types it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandLineIT {
    private final TestRepl repl = TestRepl.named("cli");

    @AfterAll
    void clean() {
        repl.close();
    }

    @Test
    void execPrintsWhatTheCommandPrints() throws Exception {
        Result result = replyard("", "exec", repl.id(), "--", "uname", "-a");
        assertThat(result.status()).as(result.error()).isZero();
        assertThat(result.output()).startsWith("Linux ").endsWith("\n");
    }

    @Test
    void execPassesStandardInputAndItsEnd() throws Exception {
        Result result = replyard("three\nshort\nlines\n", "exec", repl.id(), "--", "wc", "-l");
        assertThat(result.status()).as(result.error()).isZero();
        assertThat(result.output().strip()).isEqualTo("3");
    }

    @Test
    void execEndsWithTheCommandsStatus() throws Exception {
        assertThat(replyard("", "exec", repl.id(), "--", "sh", "-c", "exit 3").status())
                .isEqualTo(3);
    }

    @Test
    void aRefusedTokenIsExplained() throws Exception {
        Result result = replyard("", "exec", repl.id(), "--token", "nonsense", "--", "true");
        assertThat(result.status()).isNotZero();
        assertThat(result.error()).contains("1008").contains("token");
    }

    @Test
    void tokenPrintsATokenThatWorks() throws Exception {
        Result token = replyard(
                "",
                "token",
                "--dev",
                "--repl",
                repl.id(),
                "--language",
                "default",
                "--slug",
                repl.id(),
                "--user",
                "dev",
                "--bucket",
                "development");
        assertThat(token.status()).as(token.error()).isZero();
        Result result =
                replyard("", "exec", repl.id(), "--token", token.output().strip(), "--", "echo", "hi");
        assertThat(result.output()).as(result.error()).isEqualTo("hi\n");
    }

    static List<Arguments> scripts() {
        return List.of(
                Arguments.of("\"$@\" sh -c 'kill -XCPU $$'", 152, null),
                Arguments.of("\"$@\" sh -c 'kill -IO $$'", 157, null),
                Arguments.of("\"$@\" sh -c 'kill -VTALRM $$'", 154, null),
                Arguments.of("\"$@\" sh -c 'kill -PWR $$'", 158, null),
                Arguments.of("\"$@\" ./nope", 127, null),
                Arguments.of("\"$@\" /etc/hostname", 126, null),
                Arguments.of("\"$@\" wc -c <&-", 0, "0"),
                Arguments.of("\"$@\" echo @/etc/hostname @x '\"q\"'", 0, "@/etc/hostname @x \"q\""),
                Arguments.of("LC_ALL=C \"$@\" echo grün", 0, "grün"),
                Arguments.of("\"$@\" seq 1 3000000 | head -1; exit ${PIPESTATUS}", 141, "1"),
                Arguments.of("printf 'a\\377' | \"$@\" cat | od -An -tx1", 0, "61 ff"),
                // Every byte value and far more than any buffer, there and back, hashed on both ends.
                Arguments.of(
                        "f=$(mktemp); head -c 20000000 /dev/urandom >$f; \"$@\" cat <$f | cmp - $f && rm $f", 0, ""));
    }

    /** A shell runs the script, in which {@code "$@"} is the command up to its dashes. */
    @ParameterizedTest
    @MethodSource("scripts")
    void execIsAProgramLikeAnyOther(String script, int status, @Nullable String output) throws Exception {
        Result result = run("", List.of("bash", "-c", script, "bash", "../replyard", "exec", repl.id(), "--"));
        assertThat(result.status()).as(result.error()).isEqualTo(status);
        if (output != null) {
            assertThat(result.output().strip()).isEqualTo(output);
        }
    }

    @Test
    void aReaderThatHasSeenEnoughEndsTheRemoteProgramToo() throws Exception {
        Result result = run(
                "",
                List.of(
                        "bash",
                        "-c",
                        "\"$@\" yes replyard-reader | head -1",
                        "bash",
                        "../replyard",
                        "exec",
                        repl.id(),
                        "--"));
        assertThat(result.output()).as(result.error()).isEqualTo("replyard-reader\n");
        Awaitility.await()
                .atMost(Person.PATIENCE)
                .until(
                        () -> replyard(
                                        "",
                                        "exec",
                                        repl.id(),
                                        "--",
                                        "sh",
                                        "-c",
                                        "cat /proc/[0-9]*/cmdline | tr '\\0' ' '")
                                .output(),
                        processes -> !processes.contains("yes replyard-reader"));
    }

    @Test
    void aLongIdNeedsNoSlug() throws Exception {
        try (TestRepl longest = TestRepl.named("x".repeat(95))) {
            Result result = replyard("", "exec", longest.id(), "--", "pwd");
            assertThat(longest.id()).hasSizeGreaterThan(100);
            assertThat(result.status()).as(result.error()).isZero();
            assertThat(result.output().strip()).endsWith("/" + longest.id().substring(0, 100));
        }
    }

    private record Result(int status, String output, String error) {}

    private static Result replyard(String input, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("../replyard"));
        command.addAll(List.of(arguments));
        return run(input, command);
    }

    private static Result run(String input, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(Person.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        return new Result(process.exitValue(), output, error);
    }
}
