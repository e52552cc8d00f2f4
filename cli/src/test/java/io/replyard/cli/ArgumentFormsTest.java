package io.replyard.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.replyard.cli.RawTerminal.Size;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ArgumentFormsTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "536870912, 536870912",
        "512Mi, 536870912",
        "1Gi, 1073741824",
        "1.5G, 1500000000",
        "2k, 2000",
        "-1, -1"
    })
    void sizes(String text, long bytes) {
        assertThat(new ByteSize().convert(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "lots", "1 Gi", "1gi", "Gi", "0.3", "99999999Ti"})
    void noSizes(String text) {
        assertThatThrownBy(() -> new ByteSize().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "1700000000, 2023-11-14T22:13:20Z",
        "2026-01-31T12:00:00Z, 2026-01-31T12:00:00Z",
        "+10m, 1970-01-12T13:56:40Z",
        "-1d, 1970-01-11T13:46:40Z",
        "+0s, 1970-01-12T13:46:40Z"
    })
    void times(String text, Instant instant) {
        assertThat(new TimePoint.Converter().convert(text).from(NOW)).isEqualTo(instant);
    }

    @Test
    void noneLeavesATimeOut() {
        assertThat(new TimePoint.Converter().convert("none").from(NOW)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "+10", "-", "2026-01-31", "99999999999999999999", "99999999999999999"})
    void noTimes(String text) {
        assertThatThrownBy(() -> new TimePoint.Converter().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining(text);
    }

    @Test
    void durations() {
        assertThat(new Durations().convert("90s")).isEqualTo(Duration.ofSeconds(90));
        assertThat(new Durations().convert("7d")).isEqualTo(Duration.ofDays(7));
        assertThatThrownBy(() -> new Durations().convert("1.5h")).hasMessageContaining("1.5h");
    }

    @Test
    void aTerminalThatDoesNotKnowItsSizeIsTheUsualOne() {
        assertThat(Size.parse("50 132")).isEqualTo(new Size(50, 132));
        assertThat(Size.parse("0 0")).isEqualTo(new Size(24, 80));
        assertThat(Size.parse("")).isEqualTo(new Size(24, 80));
    }
}
