package io.replyard.operator.repl.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.replyard.crds.Language;
import io.replyard.crds.Repl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PodTemplateTest {
    private static final Path DEFAULTS = Path.of("src/test/resources/io/replyard/operator/repl/plan/template/defaults");

    private final PodTemplate template = new PodTemplate(TestSettings.POD);

    @TestFactory
    Stream<DynamicTest> pods() throws IOException {
        return GoldenCases.in("template", "pod.yaml", this::pod);
    }

    @Test
    void aPodThatWasMadeNeedsNoResize() {
        Repl repl = GoldenCases.read(DEFAULTS.resolve("repl.yaml"), Repl.class);
        Language language = GoldenCases.read(DEFAULTS.resolve("language.yaml"), Language.class);
        Pod pod = pod(DEFAULTS);

        assertThat(PodResize.difference(pod, template.resources(template.limits(repl, language))))
                .isEmpty();
    }

    private Pod pod(Path folder) {
        return template.pod(
                GoldenCases.read(folder.resolve("repl.yaml"), Repl.class),
                GoldenCases.read(folder.resolve("language.yaml"), Language.class),
                List.of("a2V5LW9uZQ==", "a2V5LXR3bw=="));
    }
}
