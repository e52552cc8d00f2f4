package io.replyard.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What the API server itself accepts and refuses, one file a case. The first line says what is expected of the last
 * document: {@code # expect: ok}, or a piece of the message. Documents before the last are what was there already.
 */
class AdmissionIT {
    private static final String EXPECT = "# expect: ";

    @TestFactory
    Stream<DynamicTest> cases() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(AdmissionIT.class.getResource("/admission"))
                .toURI());
        List<Path> files;
        try (Stream<Path> listing = Files.list(folder)) {
            files = listing.sorted().toList();
        }
        assertThat(files).hasSizeGreaterThanOrEqualTo(40);
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), file.toUri(), () -> check(file)));
    }

    private static void check(Path file) throws IOException {
        String text = Files.readString(file);
        String first = text.lines().findFirst().orElse("");
        assertThat(first).as("first line").startsWith(EXPECT);
        String expected = first.substring(EXPECT.length());
        List<String> documents = Stream.of(text.split("(?m)^---\\s*$")).toList();
        String last = documents.getLast();
        try {
            documents.subList(0, documents.size() - 1).forEach(AdmissionIT::apply);
            if (expected.equals("ok")) {
                assertThatCode(() -> apply(last)).doesNotThrowAnyException();
            } else {
                assertThatThrownBy(() -> apply(last))
                        .isInstanceOf(KubernetesClientException.class)
                        .hasMessageContaining(expected);
            }
        } finally {
            documents.forEach(AdmissionIT::delete);
        }
    }

    private static void apply(String document) {
        Lab.kubernetes().resource(object(document)).forceConflicts().serverSideApply();
    }

    private static void delete(String document) {
        Lab.kubernetes().resource(object(document)).delete();
    }

    private static HasMetadata object(String document) {
        HasMetadata object = Lab.kubernetes().getKubernetesSerialization().unmarshal(document);
        if (object.getMetadata().getNamespace() == null && object.getKind().equals("Repl")) {
            object.getMetadata().setNamespace(Lab.namespace());
        }
        return object;
    }
}
