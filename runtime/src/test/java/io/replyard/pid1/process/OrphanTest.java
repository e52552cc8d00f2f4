package io.replyard.pid1.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OrphanTest {
    private static final int PR_SET_CHILD_SUBREAPER = 36;

    /** Orphans come to this JVM then, as they come to process 1. */
    @BeforeAll
    static void becomeTheReaper() {
        assertThat(LibC.call(LibC.Function.prctl, PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0))
                .isZero();
    }

    @Test
    void orphansAreReapedAndThePeakOfDeathsLosesNoExit() throws Exception {
        for (int i = 0; i < 50; i++) {
            Program program = start("for i in 1 2 3 4; do (sleep 0.0$i &) ; done; exit " + i);

            assertThat(program.exit().get()).isEqualTo(new ExitStatus(i, 0, false));
            program.release();
        }

        await().untilAsserted(() -> assertThat(zombieChildren()).isEmpty());
    }

    @Test
    void anOrphanGoesOnUntilItsSessionIsEnded() throws Exception {
        Program program = start("sleep 1000 & exit 0");
        program.exit().get();
        assertThat(program.isSessionAlive()).isTrue();

        program.end(Duration.ofMillis(200));

        assertThat(program.isSessionAlive()).isFalse();
        await().untilAsserted(() -> assertThat(zombieChildren()).isEmpty());
    }

    private static Program start(String script) throws IOException, InterruptedException, ExecutionException {
        return SharedProcesses.PROCESSES.start(
                new Launch(
                        List.of("sh", "-c", script),
                        Map.of("PATH", Launch.DEFAULT_PATH),
                        Path.of("/"),
                        Launch.Stdio.OUTPUT_ONLY),
                Terminal.INITIAL_SIZE);
    }

    private static List<String> zombieChildren() throws IOException {
        String own = Long.toString(ProcessHandle.current().pid());
        try (var processes = Files.list(Path.of("/proc"))) {
            return processes
                    .map(process -> read(process.resolve("stat")))
                    .filter(stat -> stat.contains(") Z " + own + " "))
                    .toList();
        }
    }

    private static String read(Path stat) {
        try {
            return Files.readString(stat);
        } catch (IOException noProcess) {
            return "";
        }
    }
}
