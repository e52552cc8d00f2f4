package io.replyard.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {
    @ParameterizedTest
    @CsvSource({
        "ws://localhost:4560, ws://localhost:4560",
        "wss://repl.example/, wss://repl.example",
        "'  HTTPS://repl.example\n', https://repl.example",
        "http://[::1]:80, http://[::1]:80"
    })
    void isSchemeHostAndPort(String text, String address) {
        assertThat(ServerAddress.parse("--url", text)).hasToString(address);
    }

    @ParameterizedTest
    @CsvSource({
        "wss://h/some/path, the path '/some/path'",
        "wss://h?x=1, the query '?x=1'",
        "wss://h/#top, the fragment '#top'",
        "wss://me:secret@h, password",
        "wss://me:secret@h/p, password",
        "localhost:4560, ws://",
        "ftp://h, ws://",
        "h, ws://",
        "'', ws://",
        "ws:h, ws://",
        "ws://my_host:1, 'my_host:1'",
        "ws://h:0, 'h:0'",
        "ws://h:65536, 'h:65536'",
        "ws://h:99999999999, HOST:PORT",
        "ws://a b, position 6",
        "ws://, ws://"
    })
    void whatElseThereIsIsNamed(String text, String message) {
        assertThatThrownBy(() -> ServerAddress.parse("--url", text))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("--url: ")
                .hasMessageContaining(message)
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2.public.a-b_c.d", "  v2.public.a-b_c.d\r\n"})
    void aTokenIsStripped(String text) {
        assertThat(PastedToken.parse("--token", text)).isEqualTo("v2.public.a-b_c.d");
    }

    @ParameterizedTest
    @CsvSource({
        "v2.public.ab/, SOLIDUS at position 13 of 13",
        "'v2.pub lic', SPACE at position 7",
        "'v2.pub\nlic', LINE FEED (LF) at position 7",
        "a𝄞, MUSICAL SYMBOL G CLEF at position 2",
        "' ', empty"
    })
    void whatNoTokenHoldsIsNamed(String text, String message) {
        assertThatThrownBy(() -> PastedToken.parse("--token", text))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("--token ")
                .hasMessageContaining(message);
    }

    @Test
    void aTokenIsNotRepeated() {
        assertThatThrownBy(() -> PastedToken.parse("--token", "secret/")).hasMessageNotContaining("secret");
    }
}
