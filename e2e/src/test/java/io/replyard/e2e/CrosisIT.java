package io.replyard.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The official client, as published: the suite that ships inside its package, and ours that drives it through the services. */
class CrosisIT {
    private static final Path FOLDER = Path.of("crosis");

    @TestFactory
    Stream<DynamicTest> suites() throws IOException, InterruptedException {
        Path report = Files.createTempFile("crosis", ".json");
        Path log = Path.of("target", "crosis.log");
        Process jest = new ProcessBuilder("npx", "jest", "--json", "--outputFile=" + report)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int status = jest.waitFor();
        if (Files.size(report) == 0) {
            fail("jest ended with status %d and no report:%n%s", status, Files.readString(log));
        }
        JsonNode results = new ObjectMapper().readTree(report.toFile());
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode file : results.get("testResults")) {
            String name = Path.of(file.get("name").asText()).getFileName().toString();
            if (file.get("assertionResults").isEmpty()) {
                tests.add(DynamicTest.dynamicTest(
                        name, () -> fail(file.get("message").asText())));
            }
            for (JsonNode test : file.get("assertionResults")) {
                if (!test.get("status").asText().equals("pending")) {
                    tests.add(DynamicTest.dynamicTest(
                            name + ": " + test.get("fullName").asText(),
                            () -> assertThat(test.get("status").asText())
                                    .as(test.get("failureMessages").toPrettyString())
                                    .isEqualTo("passed")));
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(40);
        return tests.stream();
    }
}
