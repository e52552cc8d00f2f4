package io.replyard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.replyard.cli.CommandProcess.Result;
import io.replyard.cli.client.FakeRepl;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.Exec;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a process can be started with: locales, arguments, and descriptors that are closed, full, not text, or no longer read. */
class SurroundingsTest {
    private static final byte[] NOTHING = {};

    private final FakeRepl repl = FakeRepl.start();

    @TempDir
    private Path folder;

    private CommandProcess command;

    @BeforeEach
    void prepare() {
        command = new CommandProcess(folder, repl.url());
    }

    @AfterEach
    void stop() {
        repl.close();
    }

    private Exec exec() {
        return repl.received().stream()
                .filter(Command::hasExec)
                .findFirst()
                .orElseThrow()
                .getExec();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"$@\" <&-", "\"$@\" </dev/null", "\"$@\" <&- 2>&-"})
    void withoutStandardInputTheProgramHasNone(String script) throws Exception {
        assertThat(command.run(script, NOTHING, "exec", "hello", "--", "cat")).isEqualTo(new Result(0, "", ""));
        assertThat(repl.received()).noneMatch(Command::hasInput);
        assertThat(exec().getLifecycle()).isNotEqualTo(Exec.Lifecycle.STDIN);
    }

    @Test
    void withoutStandardOutputThatIsSaidWhenThereIsSome() throws Exception {
        assertThat(command.run("\"$@\" >&-", NOTHING, "exec", "hello", "--", "exit", "3"))
                .isEqualTo(new Result(3, "", ""));
        Result result = command.run("\"$@\" >&-", NOTHING, "exec", "hello", "--", "echo");
        assertThat(result.code()).isEqualTo(ExitCodes.FAILED);
        assertThat(result.err()).isEqualTo("replyard: standard output is closed; send it to a file or to /dev/null\n");
    }

    @Test
    void withoutAnyOfTheThreeTheExitCodeIsStillRight() throws Exception {
        assertThat(command.run("\"$@\" <&- >&- 2>&-", NOTHING, "exec", "hello", "--", "kill"))
                .isEqualTo(new Result(137, "", ""));
    }

    @Test
    void aReaderThatHasSeenEnoughEndsTheProgramWithoutAWord() throws Exception {
        Process process =
                command.shell("exec \"$@\"", "exec", "hello", "--", "flood").start();
        process.getOutputStream().close();
        try (InputStream output = process.getInputStream()) {
            assertThat(output.read()).isEqualTo('f');
        }
        assertThat(process.waitFor()).isEqualTo(ExitCodes.READER_GONE).isEqualTo(141);
        assertThat(command.errors()).isEmpty();
        repl.awaitEnd();
    }

    @Test
    void outputThatCannotBeWrittenEndsTheProgramWithTheReason() throws Exception {
        Result result = command.run("\"$@\" >/dev/full", NOTHING, "exec", "hello", "--", "flood");
        assertThat(result.code()).isEqualTo(ExitCodes.FAILED);
        assertThat(result.err()).isEqualTo("replyard: standard output: No space left on device\n");
        assertThat(command.run("\"$@\" >/dev/full", NOTHING, "token", "--dev", "--repl", "r"))
                .isEqualTo(new Result(
                        ExitCodes.FAILED, "", "replyard: standard output: the token could not be written\n"));
    }

    @Test
    void inputThatCannotBeReadEndsTheProgramWithTheReason() throws Exception {
        Result result = command.run("\"$@\" </", NOTHING, "exec", "hello", "--", "cat");
        assertThat(result.code()).isEqualTo(ExitCodes.FAILED);
        assertThat(result.err()).isEqualTo("replyard: standard input: Is a directory\n");
    }

    @Test
    void bytesPassAsTheyAreBothWays() throws Exception {
        byte[] input = new byte[3_000_000];
        new Random(1).nextBytes(input);
        Process process =
                command.shell("exec \"$@\"", "exec", "hello", "--", "cat").start();
        try (OutputStream into = process.getOutputStream()) {
            into.write(input);
        }
        byte[] output = process.getInputStream().readAllBytes();
        // Not isEqualTo: megabytes make no message.
        assertThat(output.length).isEqualTo(input.length);
        assertThat(Arrays.mismatch(output, input)).isEqualTo(-1);
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void bytesMayComeOneByOne() throws Exception {
        String text = "a\u0000é€𝄞\uFEFF\uFFFD\n";
        Process process =
                command.shell("exec \"$@\"", "exec", "hello", "--", "cat").start();
        try (OutputStream input = process.getOutputStream()) {
            for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
                input.write(b);
                input.flush();
            }
        }
        assertThat(process.getInputStream().readAllBytes()).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        assertThat(process.waitFor()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "POSIX", "C.UTF-8", "nonesuch"})
    void theProgramsArgumentsAreItsOwn(String locale) throws Exception {
        String[] arguments = {
            "exec",
            "--env",
            "A=\"x=y\" @z",
            "--env",
            "B=",
            "hello",
            "--",
            "echo",
            "@" + folder.resolve("err"),
            "@scope",
            "@@x",
            "-n",
            "--url",
            "--",
            "--token=x",
            "\"quoted\"",
            "'",
            "\\",
            "\\n",
            "${env:HOME}",
            "$HOME",
            "%n",
            "",
            " ",
            "a=b",
            "*",
            "?",
            "über",
            "𝄞",
            "\uFFFD",
            "\n",
            "\u001b[31m",
            "exec",
            "-h"
        };
        Result result = command.with("LC_ALL", locale).run("\"$@\"", NOTHING, arguments);
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(exec().getArgsList()).isEqualTo(List.of(arguments).subList(7, arguments.length));
        assertThat(exec().getEnvMap()).containsOnly(Map.entry("A", "\"x=y\" @z"), Map.entry("B", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "C.UTF-8"})
    void anArgumentThatIsNoTextIsRefused(String locale) throws Exception {
        assertThat(command.with("LC_ALL", locale)
                        .run("\"$@\" \"$(printf 'a\\377')\"", NOTHING, "exec", "hello", "--", "echo"))
                .isEqualTo(new Result(
                        ExitCodes.USAGE,
                        "",
                        "replyard: argument 5 is not UTF-8 text, and the protocol carries nothing else; type it in"
                                + " UTF-8\n"));
    }

    @Test
    void aVariableWithoutANameIsRefused() throws Exception {
        Result result = command.run("\"$@\"", NOTHING, "exec", "--env", "=x", "hello", "--", "echo");
        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.err()).contains("--env =x", "NAME=VALUE");
    }
}
