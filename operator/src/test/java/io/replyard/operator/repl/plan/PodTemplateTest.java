package io.replyard.operator.repl.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.replyard.crds.Language;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PodTemplateTest {
    private final PodTemplate template = new PodTemplate(TestSettings.POD);

    @TestFactory
    Stream<DynamicTest> pods() throws IOException {
        return GoldenCases.in("template", "pod.yaml", this::pod);
    }

    @Test
    void aPodThatWasMadeNeedsNoResize() {
        Observed defaults = GoldenCases.situation(GoldenCases.ROOT.resolve("template/defaults"), "pod.yaml");
        Pod pod = pod(defaults);

        assertThat(PodResize.difference(pod, template.resources(template.limits(defaults.repl(), language(defaults)))))
                .isEmpty();
    }

    private Pod pod(Observed observed) {
        return template.pod(observed.repl(), language(observed), List.of("a2V5LW9uZQ==", "a2V5LXR3bw=="));
    }

    private static Language language(Observed observed) {
        return Objects.requireNonNull(observed.language());
    }
}
