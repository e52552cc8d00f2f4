package io.replyard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.OK;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ExitStatusTest {
    private static ExitStatus ofError(String text) {
        return ExitStatus.of(Command.newBuilder().setError(text).build());
    }

    @Test
    void okIsZero() {
        assertThat(ExitStatus.of(
                        Command.newBuilder().setOk(OK.getDefaultInstance()).build()))
                .isEqualTo(new ExitStatus(0, null));
    }

    @ParameterizedTest
    @CsvSource({"exit status 1, 1", "exit status 42, 42", "exit status 255, 255", "exit status 256, 0"})
    void anExitStatusIsPassedOnSilently(String text, int code) {
        assertThat(ofError(text)).isEqualTo(new ExitStatus(code, null));
    }

    /** In the order of their numbers, which begin with 1. */
    private static final List<String> SIGNALS = List.of(
            "hangup",
            "interrupt",
            "quit",
            "illegal instruction",
            "trace/breakpoint trap",
            "aborted",
            "bus error",
            "floating point exception",
            "killed",
            "user defined signal 1",
            "segmentation fault",
            "user defined signal 2",
            "broken pipe",
            "alarm clock",
            "terminated",
            "stack fault",
            "child exited",
            "continued",
            "stopped (signal)",
            "stopped",
            "stopped (tty input)",
            "stopped (tty output)",
            "urgent I/O condition",
            "CPU time limit exceeded",
            "file size limit exceeded",
            "virtual timer expired",
            "profiling timer expired",
            "window changed",
            "I/O possible",
            "power failure",
            "bad system call");

    static IntStream numbers() {
        return IntStream.rangeClosed(1, SIGNALS.size());
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void aSignalIsTheCodeAShellWouldGive(int number) {
        for (String name : List.of(SIGNALS.get(number - 1), "signal " + number)) {
            for (String suffix : List.of("", " (core dumped)")) {
                String text = "signal: " + name + suffix;
                assertThat(ofError(text)).isEqualTo(new ExitStatus(128 + number, text));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "signal: signal 34, 162",
        "signal: signal 64, 192",
        "signal: signal 65, 128",
        "signal: signal 999, 128",
        "signal: something new, 128"
    })
    void signalsWithoutANameToo(String text, int code) {
        assertThat(ofError(text)).isEqualTo(new ExitStatus(code, text));
    }

    @ParameterizedTest
    @CsvSource({
        "'exec: \"ag\": executable file not found in $PATH', 127",
        "fork/exec ./nope: no such file or directory, 127",
        "fork/exec ./closed: permission denied, 126",
        "fork/exec ./text: exec format error, 126",
        "fork/exec ./a/b: not a directory, 126",
        "fork/exec ./not found: permission denied, 126",
        "'chdir /gone: no such file or directory', 126",
        "missing command, 126",
        "exit status, 126",
        "exit status -1, 126"
    })
    void whatDidNotRunIsExplained(String text, int code) {
        assertThat(ofError(text)).isEqualTo(new ExitStatus(code, text));
    }
}
