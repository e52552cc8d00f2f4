package io.replyard.pid1.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScrollbackTest {
    private final Scrollback scrollback = new Scrollback();

    private void append(String text) {
        scrollback.append(ByteString.copyFromUtf8(text));
    }

    private String all() {
        return String.join("", scrollback.contents());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[6n",
                "\u009b6n",
                "\u001b[?1004l",
                "\u001b[1<1m",
                "\u001b[6\u001b[6n",
                "\u001bP$qm\u001b[6n"
            })
    void aStringEndsWhereItEndedAlsoWhenWhatEndedItIsLeftOut(String leftOut) {
        append("\u001b]11;" + leftOut + "?\u0007");

        // Without its end it would go on to the bell, and ask for a colour.
        assertThat(String.join("", scrollback.contents())).isEqualTo("\u001b]11;\u001b\\?\u0007");
    }

    @Test
    void keepsEverythingWhileItIsLittle() {
        append("one\ntw");
        append("o\n\nthree");

        assertThat(all()).isEqualTo("one\ntwo\n\nthree");
    }

    @Test
    void keepsTheLastThousandLines() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 2 * Scrollback.MAX_LINES; i++) {
            lines.append(i).append('\n');
        }
        append(lines.toString());
        assertThat(all().lines()).hasSize(Scrollback.MAX_LINES).first().isEqualTo("1000");

        append("unfinished");
        assertThat(all().lines()).hasSize(Scrollback.MAX_LINES).first().isEqualTo("1001");
        assertThat(all()).endsWith("1999\nunfinished");
    }

    @Test
    void anEndlessLineIsCutAtACodePoint() {
        append("x" + "\uD83D\uDE00".repeat(Scrollback.MAX_CHARACTERS));

        assertThat(all().length()).isBetween(Scrollback.MAX_CHARACTERS - 1, Scrollback.MAX_CHARACTERS);
        assertThat(Character.isHighSurrogate(all().charAt(0))).isTrue();
    }

    @Test
    void comesInPiecesThatFitAMessage() {
        for (int i = 0; i < 400; i++) {
            append("y".repeat(500) + "\n");
        }

        assertThat(scrollback.contents())
                .hasSizeGreaterThan(1)
                .allSatisfy(piece -> assertThat(piece.length()).isLessThanOrEqualTo(OutputPump.CHUNK_BYTES));
        assertThat(all()).hasSize(400 * 501);
    }

    @Test
    void asksNothing() {
        append("a\u001b[6nb\u001b]11;?\u0007c\u001b[0;1ncd\u0005e\u001b[>q\u001b[?1004hf\u001b[?1004l");

        assertThat(all()).isEqualTo("abccdef");
    }

    @Test
    void keepsWhatIsNoQuestion() {
        String shown =
                "\u001b[?25l\u001b[2 q\u001b[8;24;80t\u001b]8;;http://x/?q\u001b\\x\u001b]0;why?\u0007\u001b[31mred\u001bP1q#0\u001b\\";
        append(shown);

        assertThat(all()).isEqualTo(shown);
    }

    @Test
    void aQuestionThatComesInPiecesIsOne() {
        for (char c : "a\u001b]4;1;#fff;2;?\u001b\\\u001bP+q544e\u001b\\b\u001b[\u000e14tc".toCharArray()) {
            append(String.valueOf(c));
        }

        assertThat(all()).isEqualTo("a\u001b\\\u001b\\b\u000ec");
    }

    @Test
    void neitherLengthNorTheEndHidesAQuestion() {
        append("a\u001b]4" + ";1;#fff".repeat(EscapeParser.LONGEST) + ";2;?\u0007b");
        append("\u001b[" + "0;".repeat(EscapeParser.LONGEST) + "6nc\u001b[?1004h\u001b]0;tit");

        assertThat(all()).isEqualTo("abc\u001b[?1004h\u001b]0;tit");
    }

    @Test
    void aProgramOnTheWholeScreenComesBackAsItWas() {
        String begins =
                "\u001b]0;vim\u0007\u001b[?1049h\u001b[?1h\u001b=\u001b[?2004h\u001b[?1002h\u001b[?1006h\u001b[?25l";
        append("$ vim\r\n" + begins + "\u001b[7m");
        for (int i = 0; i < 2 * Scrollback.MAX_LINES; i++) {
            append("\u001b[" + i % 24 + ";1Hline\n");
        }

        assertThat(all())
                .startsWith("\u001b]0;vim\u0007\u001b[?1h\u001b=\u001b[?2004h\u001b[?1002h\u001b[?1006h\u001b[?25l"
                        + "\u001b[?1049h\u001b[7m\u001b[");
    }

    @Test
    void forgets() {
        append("a\nb");
        scrollback.clear();

        assertThat(scrollback.contents()).isEmpty();
    }
}
