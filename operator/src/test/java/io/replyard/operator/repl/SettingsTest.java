package io.replyard.operator.repl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.replyard.crds.PodAdditionsBuilder;
import io.replyard.operator.OperatorSettings;
import io.replyard.operator.repl.plan.PlannerSettings;
import io.replyard.operator.repl.plan.TestSettings;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private static final Map<String, String> LEAST = Map.of(
            "replyard.repls-namespace", "repls",
            "replyard.runtime.image", "replyard/runtime:1",
            "replyard.session-certificates", "/etc/replyard/session/tls.crt");

    @Test
    void haveTheDocumentedDefaults() {
        assertThat(planner(Map.of())).isEqualTo(TestSettings.PLANNER);
    }

    @ParameterizedTest
    @CsvSource({
        "replyard.defaults.memory,          lots",
        "replyard.defaults.memory,          0",
        "replyard.defaults.disk,            -1Gi",
        "replyard.defaults.threads,         0",
        "replyard.defaults.shares,          0",
        "replyard.runtime.memory,           0",
        "replyard.runtime.pull-policy,      Sometimes",
        "replyard.cpu-overcommit,           0",
        "replyard.termination-grace,        soon",
        "replyard.pod,                      gvisor",
        "replyard.pod,                      '{\"nodeSelector\": []}'",
        "replyard.pod,                      '{\"runtimeClass\": \"gvisor\"}'",
        "replyard.image-pull-deadline,      0s",
        "replyard.restart-backoff.initial,  1h",
    })
    void areRefusedByName(String setting, String value) {
        assertThatThrownBy(() -> planner(Map.of(setting, value))).hasMessageContaining(setting);
    }

    @Test
    void whatPoliciesShutIsWhereTheChartSays() {
        assertThat(planner(Map.of("replyard.shut-address", "10.96.0.1:443"))
                        .pod()
                        .shutAddress())
                .isEqualTo("10.96.0.1:443");
    }

    @Test
    void whatPodsGetBeyondIsJson() {
        assertThat(planner(Map.of(
                                "replyard.pod",
                                "{\"runtimeClassName\": \"gvisor\", \"tolerations\": [{\"key\": \"gpu\"}]}"))
                        .pod()
                        .additions())
                .isEqualTo(PodAdditionsBuilder.builder()
                        .runtimeClassName("gvisor")
                        .tolerations(
                                List.of(new TolerationBuilder().withKey("gpu").build()))
                        .build());
    }

    private static PlannerSettings planner(Map<String, String> changes) {
        Map<String, String> values = new HashMap<>(LEAST);
        values.putAll(changes);
        OperatorSettings settings = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withDefaultValues(values)
                .withMapping(OperatorSettings.class)
                .build()
                .getConfigMapping(OperatorSettings.class);
        return new ReplBeans().settings(settings);
    }
}
