package io.replyard.proto.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CloseReasonTest {
    @Test
    void shortTextsStayAsTheyAre() {
        assertThat(CloseReason.policy("token has expired").text()).isEqualTo("token has expired");
    }

    @Test
    void longTextsEndAtACharacter() {
        assertThat(CloseReason.policy("€".repeat(100)).text()).isEqualTo("€".repeat(41));
        assertThat(CloseReason.policy("x" + "😀".repeat(100)).text()).isEqualTo("x" + "😀".repeat(30));
    }

    @Test
    void textsFromInsideAReplDoNotSpeakToATerminal() {
        assertThat(CloseReason.upstream("a\u001b]0;title\u0007b\r\nreplyard: fine")
                        .text())
                .isEqualTo("a?]0;title?b  replyard: fine");
    }

    @Property
    void everyTextFitsACloseFrame(@ForAll String text) {
        String cut = CloseReason.policy(text).text();

        assertThat(cut.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(123);
        assertThat(PlainText.of(text, Integer.MAX_VALUE)).startsWith(cut);
    }
}
