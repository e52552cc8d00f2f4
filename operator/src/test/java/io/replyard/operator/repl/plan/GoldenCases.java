package io.replyard.operator.repl.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;

/**
 * Folders of input files with the answer beside them: a folder is a test. {@code -Dgolden.accept} writes the answers of the present code instead of comparing
 * them; read the difference before you check it in.
 */
final class GoldenCases {
    private static final Path ROOT = Path.of("src/test/resources/io/replyard/operator/repl/plan");
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
