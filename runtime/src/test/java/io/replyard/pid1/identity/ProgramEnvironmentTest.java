package io.replyard.pid1.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgramEnvironmentTest {
    @Test
    void programsSeeNothingThatIsPrivate() {
        Map<String, String> environment = ProgramEnvironment.from(
                Map.of("REPLYARD_POD_UID", "x", "REPLYARD_SESSION_KEYS", "y", "REPL_ID", "z", "HOME", "/h"));

        assertThat(environment)
                .containsEntry("REPL_ID", "z")
                .containsEntry("HOME", "/h")
                .containsKeys("PATH", "USER", "LOGNAME", "LANG")
                .doesNotContainKeys("REPLYARD_POD_UID", "REPLYARD_SESSION_KEYS");
    }
}
