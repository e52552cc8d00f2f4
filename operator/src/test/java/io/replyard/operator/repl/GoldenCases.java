package io.replyard.operator.repl;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.replyard.crds.ImagePullPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;

/**
 * Folders of input files with the answer beside them: a folder is a test. {@code -Dgolden.accept} writes the answers of the present code instead of comparing
 * them; read the difference before you check it in.
 */
final class GoldenCases {
    static final PodSettings POD_SETTINGS = new PodSettings(
            "replyard/runtime:1",
            ImagePullPolicy.IF_NOT_PRESENT,
            64 << 20,
            1,
            Duration.ofSeconds(30),
            Limits.of(new Quantity("512Mi"), 1, 0.2, new Quantity("1Gi")));
    static final PlannerSettings SETTINGS =
            new PlannerSettings(POD_SETTINGS, Duration.ofSeconds(20), Duration.ofSeconds(2), Duration.ofMinutes(5));

    private static final Path ROOT = Path.of("src/test/resources/io/replyard/operator/repl");
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private GoldenCases() {}

    static Stream<DynamicTest> in(String folder, String answerFile, Function<Path, Object> answer) throws IOException {
        try (Stream<Path> cases = Files.list(ROOT.resolve(folder))) {
            return cases
                    .sorted()
                    .map(path -> DynamicTest.dynamicTest(
                            path.getFileName().toString(), () -> check(path.resolve(answerFile), answer.apply(path))))
                    .toList()
                    .stream();
        }
    }

    static <T> T read(Path file, Class<T> type) {
        return YAML.unmarshal(text(file), type);
    }

    static <T> @Nullable T readIfThere(Path file, Class<T> type) {
        return Files.exists(file) ? read(file, type) : null;
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(Path file, Object answer) throws IOException {
        String yaml = YAML.asYaml(answer);
        if (System.getProperty("golden.accept") != null) {
            Files.writeString(file, yaml);
        }
        assertThat(yaml).isEqualTo(text(file));
    }
}
