package io.replyard.pid1.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HardeningTest {
    private static final int PR_GET_DUMPABLE = 3;

    @Test
    void makesTheProcessNonDumpable() throws IOException {
        Hardening.shutOffFromPrograms();

        assertThat(LibC.call(LibC.Function.prctl, PR_GET_DUMPABLE)).isZero();
        assertThat(Files.getOwner(Path.of("/proc/self/environ")).getName()).isEqualTo("root");
    }
}
