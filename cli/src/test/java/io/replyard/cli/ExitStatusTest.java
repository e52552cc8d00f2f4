package io.replyard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.OK;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource({
        "signal: hangup, 129",
        "signal: killed, 137",
        "signal: terminated, 143",
        "signal: segmentation fault (core dumped), 139",
        "signal: user defined signal 1, 138",
        "signal: trace/breakpoint trap, 133",
        "signal: signal 64, 192",
        "signal: something new, 128"
    })
    void aSignalIsTheCodeAShellWouldGive(String text, int code) {
        assertThat(ofError(text)).isEqualTo(new ExitStatus(code, text));
    }

    @ParameterizedTest
    @CsvSource({
        "'exec: \"ag\": executable file not found in $PATH', 127",
        "missing command, 126",
        "exit status, 126",
        "exit status -1, 126"
    })
    void whatDidNotRunIsExplained(String text, int code) {
        assertThat(ofError(text)).isEqualTo(new ExitStatus(code, text));
    }
}
