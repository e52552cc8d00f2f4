package io.replyard.pid1.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A start that fails in the kernel, after everything for it has been opened. */
class FailedStartTest {
    private static final int ATTEMPTS = 20;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void leavesNothingOpen(Launch.Stdio stdio) throws IOException {
        Path file = Files.writeString(folder.resolve("no-program"), "no program that a kernel knows");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        Launch launch = new Launch(List.of(file.toString()), Map.of(), folder, stdio);
        Processes processes = SharedProcesses.PROCESSES;
        long before = terminalsAndPipes();

        for (int i = 0; i < ATTEMPTS; i++) {
            assertThatThrownBy(() -> processes.start(launch, Terminal.INITIAL_SIZE))
                    .isInstanceOf(LaunchException.class)
                    .hasMessageContaining("exec format error");
        }

        // What earlier tests have left may be closed meanwhile.
        assertThat(terminalsAndPipes()).isLessThan(before + ATTEMPTS / 2);
    }

    private static long terminalsAndPipes() throws IOException {
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            return open.map(FailedStartTest::target)
                    .filter(target -> target.startsWith("pipe:") || target.contains("ptmx"))
                    .count();
        }
    }

    private static String target(Path fd) {
        try {
            return Files.readSymbolicLink(fd).toString();
        } catch (IOException closed) {
            return "";
        }
    }
}
