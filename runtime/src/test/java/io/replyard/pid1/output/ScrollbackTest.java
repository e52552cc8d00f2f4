package io.replyard.pid1.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScrollbackTest {
    private final Scrollback scrollback = new Scrollback();

    private String all() {
        return String.join("", scrollback.contents());
    }

    @Test
    void keepsEverythingWhileItIsLittle() {
        scrollback.append("one\ntw");
        scrollback.append("o\n\nthree");

        assertThat(all()).isEqualTo("one\ntwo\n\nthree");
    }

    @Test
    void keepsTheLastThousandLines() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 2 * Scrollback.MAX_LINES; i++) {
            lines.append(i).append('\n');
        }
        scrollback.append(lines.toString());
        assertThat(all().lines()).hasSize(Scrollback.MAX_LINES).first().isEqualTo("1000");

        scrollback.append("unfinished");
        assertThat(all().lines()).hasSize(Scrollback.MAX_LINES).first().isEqualTo("1001");
        assertThat(all()).endsWith("1999\nunfinished");
    }

    @Test
    void anEndlessLineIsCutAtACodePoint() {
        scrollback.append("x" + "\uD83D\uDE00".repeat(Scrollback.MAX_CHARACTERS));

        assertThat(all().length()).isBetween(Scrollback.MAX_CHARACTERS - 1, Scrollback.MAX_CHARACTERS);
        assertThat(Character.isHighSurrogate(all().charAt(0))).isTrue();
    }

    @Test
    void comesInPiecesThatFitAMessage() {
        for (int i = 0; i < 400; i++) {
            scrollback.append("y".repeat(500) + "\n");
        }

        assertThat(scrollback.contents())
                .hasSizeGreaterThan(1)
                .allSatisfy(piece -> assertThat(piece.length()).isLessThanOrEqualTo(OutputPump.CHUNK_BYTES));
        assertThat(all()).hasSize(400 * 501);
    }

    @Test
    void forgets() {
        scrollback.append("a\nb");
        scrollback.clear();

        assertThat(scrollback.contents()).isEmpty();
    }
}
