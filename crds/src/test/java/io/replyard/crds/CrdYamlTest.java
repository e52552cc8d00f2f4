package io.replyard.crds;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checked-in CRDs are those of the classes. {@code -Dcrds.accept} writes the new ones instead of complaining. */
class CrdYamlTest {
    private static final Path FOLDER = Path.of("src/main/crds");

    @ParameterizedTest
    @ValueSource(classes = {Repl.class, Language.class})
    void checkedInYamlIsWhatTheClassesSay(Class<? extends CustomResource<?, ?>> model) throws IOException {
        Path file = FOLDER.resolve(CustomResource.getCRDName(model) + ".yaml");
        String made = CrdYaml.of(model);

        if (System.getProperty("crds.accept") != null) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, made);
        }

        assertThat(file)
                .as(
                        "%s differs from what the classes in io.replyard.crds say. If that change is meant, run `make crds`"
                                + " (mvn -pl crds test -Dtest=CrdYamlTest -Dcrds.accept) and check the file in.",
                        file)
                .hasContent(made);
    }
}
