package io.replyard.operator.repl.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Folders of a situation, {@code case.yaml}, and the answer beside it: a folder is a test. {@link Situation} says how a situation is written. {@code
 * -Dgolden.accept} writes the answers of the present code instead of comparing them; read the difference before you check it in.
 */
final class GoldenCases {
    static final Path ROOT = Path.of("src/test/resources/io/replyard/operator/repl/plan");
    private static final String CASE = "case.yaml";
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private GoldenCases() {}

    static Stream<DynamicTest> in(String folder, String answerFile, Function<Observed, Object> answer)
            throws IOException {
        try (Stream<Path> cases = Files.list(ROOT.resolve(folder))) {
            return cases
                    .sorted()
                    .map(path -> DynamicTest.dynamicTest(
                            path.getFileName().toString(),
                            () -> check(path.resolve(answerFile), answer.apply(situation(path, answerFile)))))
                    .toList()
                    .stream();
        }
    }

    /** A file that is not read would be a case that tests something else than it says. */
    static Observed situation(Path folder, String answerFile) {
        try (Stream<Path> files = Files.list(folder)) {
            Set<String> names = files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
            assertThat(names).as("files of %s", folder).contains(CASE).isSubsetOf(CASE, answerFile);
            return new Situation(ROOT.resolve("base")).read(folder.resolve(CASE));
        } catch (IOException e) {
            throw new IllegalArgumentException(folder + ": " + e.getMessage(), e);
        }
    }

    private static void check(Path file, Object answer) throws IOException {
        String yaml = YAML.asYaml(answer);
        if (System.getProperty("golden.accept") != null) {
            Files.writeString(file, yaml);
        }
        assertThat(yaml).isEqualTo(Files.readString(file));
    }
}
