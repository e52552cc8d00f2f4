package io.replyard.operator.repl.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.replyard.crds.ReplReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SituationTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @BeforeEach
    void haveAnAnswer() throws IOException {
        Files.createFile(folder.resolve("plan.yaml"));
    }

    @Test
    void isABaseAndADifference() throws IOException {
        Observed observed = read("""
                base: [ready, asleep]
                repl: {spec: {slug: other}, status: {conditions: [{type: Ready, message: m}]}}
                language: null
                """);

        assertThat(observed.repl().getSpec().slug()).isEqualTo("other");
        assertThat(observed.repl().getSpec().user()).isEqualTo("ada");
        assertThat(observed.lastReason()).contains(ReplReason.ASLEEP);
        assertThat(observed.status().endpoint()).isNull();
        assertThat(observed.language()).isNull();
        assertThat(observed.pod()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {repl: {spec: {slag: x}}}                                                    | slag
            {repl: {spec: {resources: {memori: 1Gi}}}}                                   | memori
            {repl: {status: {conditions: [{type: Ready, reson: x}]}}}                    | reson
            {pod: {metadata: {deletedTimestamp: x}}}                                     | deletedTimestamp
            {pod: {status: {containerStatuses: [{name: repl, state: {terminate: {}}}]}}} | terminate
            {language: {spec: {imag: x}}}                                                | imag
            {pot: null}                                                                  | pot
            {nou: x}                                                                     | nou
            {pod: {status: {podIp: null}}}                                               | podIp
            """)
    void misspeltFieldsFail(String difference, String word) {
        assertThatThrownBy(() -> read("base: [ready]\n" + difference.substring(1, difference.length() - 1)))
                .hasMessageContaining("case.yaml")
                .hasMessageContaining(word);
    }

    @Test
    void unknownBasesFail() {
        assertThatThrownBy(() -> read("base: [redy]")).hasMessageContaining("redy.yaml");
        assertThatThrownBy(() -> read("now: x")).hasMessageContaining("start with base");
    }

    @Test
    void unknownFilesFail() throws IOException {
        Files.createFile(folder.resolve("pods.yaml"));

        assertThatThrownBy(() -> read("base: [ready]"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("pods.yaml");
    }

    private Observed read(String yaml) throws IOException {
        Files.writeString(folder.resolve("case.yaml"), yaml);
        return GoldenCases.situation(folder, "plan.yaml");
    }
}
