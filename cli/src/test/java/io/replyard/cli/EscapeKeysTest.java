package io.replyard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.replyard.cli.EscapeKeys.Typed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EscapeKeysTest {
    private final EscapeKeys keys = new EscapeKeys();

    @Test
    void tildeDotLeavesAtTheVeryStartAndAfterEnter() {
        assertThat(new EscapeKeys().type("~.")).isEqualTo(new Typed("", true));
        assertThat(new EscapeKeys().type("ls\r~.x")).isEqualTo(new Typed("ls\r", true));
    }

    @Test
    void theTwoKeysMayComeApart() {
        assertThat(keys.type("ls\r")).isEqualTo(new Typed("ls\r", false));
        assertThat(keys.type("~")).isEqualTo(new Typed("", false));
        assertThat(keys.type(".")).isEqualTo(new Typed("", true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cd ~.\r", "a~.", "\u0003~.", "ls\r ~."})
    void elsewhereATildeIsATilde(String typed) {
        assertThat(keys.type(typed)).isEqualTo(new Typed(typed, false));
    }

    @Test
    void aTildeThatLeadsNowhereIsSentWithItsNextKey() {
        assertThat(keys.type("~")).isEqualTo(new Typed("", false));
        assertThat(keys.type("/bin/ls\r")).isEqualTo(new Typed("~/bin/ls\r", false));
        assertThat(keys.type("~\r~.")).isEqualTo(new Typed("~\r", true));
    }

    @Test
    void twoTildesAreOne() {
        assertThat(keys.type("~~.")).isEqualTo(new Typed("~.", false));
    }
}
