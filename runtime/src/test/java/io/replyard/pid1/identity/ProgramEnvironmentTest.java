package io.replyard.pid1.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgramEnvironmentTest {
    @Test
    void programsSeeWhatWasKeptFromPid1() {
        Map<String, String> environment = ProgramEnvironment.from(Map.of(
                "LANG",
                "C.UTF-8",
                "REPLYARD_PROGRAM_LANG",
                "en_GB.UTF-8",
                "REPLYARD_PROGRAM_JAVA_TOOL_OPTIONS",
                "-Xmx1g",
                "REPLYARD_PROGRAM_PATH",
                "/python/bin"));

        assertThat(environment)
                .containsEntry("LANG", "en_GB.UTF-8")
                .containsEntry("JAVA_TOOL_OPTIONS", "-Xmx1g")
                .containsEntry("PATH", "/python/bin");
        assertThat(environment.keySet()).noneMatch(name -> name.startsWith("REPLYARD_"));
    }

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
