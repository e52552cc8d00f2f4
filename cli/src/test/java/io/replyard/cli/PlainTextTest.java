package io.replyard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlainTextTest {
    @Test
    void ordinaryTextStaysAsItIs() {
        String text = "Über 100 % – 日本語 𝄞 e\u0301 [31m \\n ~";
        assertThat(PlainText.of(text)).isEqualTo(text);
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
                .limit(PlainText.MAX_LENGTH)
                .mapToObj(c -> "x" + Character.toString(c) + "y")
                .map(PlainText::of)
                .collect(Collectors.joining("\n"));
        assertThat(all.lines()).allMatch(line -> line.equals("x?y") || line.equals("x y"));
    }

    @Test
    void aLongTextIsCut() {
        assertThat(PlainText.of("𝄞".repeat(PlainText.MAX_LENGTH + 1)))
                .isEqualTo("𝄞".repeat(PlainText.MAX_LENGTH) + " ...");
        assertThat(PlainText.of("𝄞".repeat(PlainText.MAX_LENGTH))).isEqualTo("𝄞".repeat(PlainText.MAX_LENGTH));
    }
}
