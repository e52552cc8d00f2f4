package io.replyard.proto.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PlainTextTest {
    private static final int LIMIT = 20;

    @Test
    void ordinaryTextStaysAsItIs() {
        String text = "Über 100 % – 日本語 𝄞 e\u0301 [31m \\n ~";
        assertThat(PlainText.of(text, text.length())).isEqualTo(text);
    }

    @Test
    void noControlOrFormatCharacterIsLeft() {
        String all = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(c -> switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> true;
                    default -> false;
                })
                .mapToObj(c -> PlainText.of("x" + Character.toString(c) + "y", LIMIT))
                .collect(Collectors.joining("\n"));
        assertThat(all.lines()).allMatch(line -> line.equals("x?y") || line.equals("x y"));
    }

    @Test
    void aLongTextIsCut() {
        assertThat(PlainText.of("𝄞".repeat(LIMIT + 1), LIMIT)).isEqualTo("𝄞".repeat(LIMIT - 1) + "…");
        assertThat(PlainText.of("𝄞".repeat(LIMIT), LIMIT)).isEqualTo("𝄞".repeat(LIMIT));
    }

    @Property
    void whatIsPlainStaysAsItIs(@ForAll String text) {
        String plain = PlainText.of(text, LIMIT);

        assertThat(PlainText.of(plain, LIMIT)).isEqualTo(plain);
    }
}
