package io.replyard.pid1.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.replyard.pid1.process.ProcessWatch.ProcessCount;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessWatchTest {
    @Test
    void countsOnlyWhenThereMayBeTooMany() {
        ProcessCount ten = new ProcessCount(10, 1000, 0);

        assertThat(ten.mayExceed(100, 1000)).isFalse();
        assertThat(ten.mayExceed(100, 1090)).isFalse();
        assertThat(ten.mayExceed(100, 1091)).isTrue();
    }

    @Test
    void countsWhenItCannotKnow() {
        assertThat(new ProcessCount(10, 1000, 0).mayExceed(100, 300)).isTrue();
        assertThat(new ProcessCount(10, -1, 0).mayExceed(100, 5)).isTrue();
        assertThat(new ProcessCount(10, 1000, 0).mayExceed(100, -1)).isTrue();
        assertThat(ProcessCount.NONE.mayExceed(100, 1)).isTrue();
    }

    @Test
    void theKernelsLastNumberRisesWithEachProcess() throws Exception {
        long before = ProcessTable.lastNumber();

        Program program = SharedProcesses.PROCESSES.start(
                new Launch(
                        List.of("true"), Map.of("PATH", Launch.DEFAULT_PATH), Path.of("/"), Launch.Stdio.OUTPUT_ONLY),
                Terminal.INITIAL_SIZE);

        assertThat(before).isPositive();
        assertThat(ProcessTable.lastNumber()).isNotEqualTo(before);
        program.exit().get();
        program.release();
    }

    @Test
    void threadsCountAndCountingEndsWhenThereAreEnough() {
        int threads = Thread.getAllStackTraces().size();

        assertThat(ProcessTable.tasks(Integer.MAX_VALUE)).isGreaterThan(threads);
        assertThat(ProcessTable.tasks(0)).isPositive();
    }
}
