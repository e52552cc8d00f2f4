package io.replyard.pid1.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a path means does not depend on the letters in it. */
class RequestPathTest {
    private final ProjectFolder project = new ProjectFolder(Path.of("project"));

    @ParameterizedTest
    @ValueSource(strings = {"../size", "../größe", "a/../../größe", "\uf7ff/../../b"})
    void whatIsAboveTheProjectIsRefused(String text) {
        assertThatThrownBy(() -> RequestPath.parse(text, project))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("outside the project folder");
    }

    @Test
    void dotsStayWhereTheyAreUntilThePathIsCleaned() throws Exception {
        assertThat(PathText.path("new/../größe").getNameCount()).isEqualTo(3);
        assertThat(PathText.of(RequestPath.parse("new/../größe", project).path()))
                .isEqualTo("größe");
    }
}
