package io.replyard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

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

    private record Result(int status, String output, String error) {}

    private static Result replyard(String input, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("../replyard"));
        command.addAll(List.of(arguments));
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
