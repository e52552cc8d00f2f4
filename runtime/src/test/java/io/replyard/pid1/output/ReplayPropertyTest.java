package io.replyard.pid1.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.replyard.pid1.output.ReferenceTerminal.Reading;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever programs write and wherever it is cut: who attaches late has the terminal of those who were there. */
final class ReplayPropertyTest {
    private static final int MOST_LINES = 4;
    private static final int MOST_CHARACTERS = 120;

    @Property(tries = 1500)
    void theTerminalIsAsIfItHadSeenAll(
            @ForAll @Size(min = 1, max = 60) List<@From("output") String> output,
            @ForAll @IntRange(min = 1, max = 40) int pieceLength,
            @ForAll @IntRange(max = 400) int attachedAt,
            @ForAll Reading reading) {
        String all = String.join("", output);
        int seen = Math.min(attachedAt, all.length());
        seen += seen < all.length() && Character.isLowSurrogate(all.charAt(seen)) ? 1 : 0;
        Scrollback scrollback = new Scrollback(MOST_LINES, MOST_CHARACTERS);
        int at = 0;
        while (at < seen) {
            int to = Math.min(seen, at + pieceLength);
            // Between code points: what is appended is valid text.
            to += to < seen && Character.isLowSurrogate(all.charAt(to)) ? 1 : 0;
            scrollback.append(ByteString.copyFromUtf8(all.substring(at, to)));
            at = to;
        }
        ReferenceTerminal early = new ReferenceTerminal(reading).take(all.substring(0, seen));

        ReferenceTerminal late = new ReferenceTerminal(reading);
        scrollback.contents().forEach(late::take);

        assertThat(late.said()).isEqualTo(early.reportsFocus() ? List.of("focus") : List.of());
        assertThat(early.shown()).endsWith(late.shown());
        early.take(all.substring(seen));
        late.take(all.substring(seen));
        assertThat(late.state()).isEqualTo(early.state());
    }

    @Provide
    Arbitrary<String> output() {
        Arbitrary<String> text = Arbitraries.of("a", "line\n", "\n", "größe", "日本", "\uD83D\uDE00", "x".repeat(50));
        Arbitrary<String> modes = Arbitraries.of(
                        "1", "5", "6", "7", "25", "66", "47", "1047", "1048", "1049", "1049", "1000", "1002", "1003",
                        "1004", "1005", "1006", "1015", "2004", "9999")
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .flatMap(all -> Arbitraries.of("h", "l").map(last -> "\u001b[?" + String.join(";", all) + last));
        Arbitrary<String> rendition = Arbitraries.of(
                        "",
                        "0",
                        "1",
                        "2",
                        "3",
                        "4",
                        "4:3",
                        "7",
                        "22",
                        "23",
                        "24",
                        "27",
                        "31",
                        "97",
                        "39",
                        "38;5;200",
                        "38;2;1;2;3",
                        "42",
                        "107",
                        "48:2::4:5:6",
                        "49")
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(all -> "\u001b[" + String.join(";", all) + "m");
        Arbitrary<String> others = Arbitraries.of(
                "\u001b7",
                "\u001b8",
                "\u001b[s",
                "\u001b[u",
                "\u001b=",
                "\u001b>",
                "\u001bc",
                "\u001b[!p",
                "\u001b[4h",
                "\u001b[4l",
                "\u001b[20h",
                "\u001b[2;9r",
                "\u001b[r",
                "\u001b[5 q",
                "\u001b[2 q",
                "\u001b(0",
                "\u001b(B",
                "\u001b)0",
                "\u001b*<",
                "\u000e",
                "\u000f",
                "\u001bn",
                "\u001bo",
                "\u001b[H\u001b[2J",
                "\u001b[>4;2m",
                "\u001b[>4;0m",
                "\u001b]0;both\u0007",
                "\u001b]2;title\u001b\\",
                "\u001b]1;i\ncon\u0007",
                "\u001b]8;;http://x/?q\u0007",
                "\u009b31m",
                "\u001bPq#0sixel\n\u001b\\",
                "\u001b]2;cancelled\u0018");
        Arbitrary<String> questions = Arbitraries.of(
                "\u001b[c",
                "\u001b[0c",
                "\u001b[>c",
                "\u001b[=c",
                "\u001b[5n",
                "\u001b[6n",
                "\u001b[?6n",
                "\u001b[?996n",
                "\u001b[?2004$p",
                "\u001b[4$p",
                "\u001b[>q",
                "\u001b[>0q",
                "\u001b]10;?\u0007",
                "\u001b]11;?\u001b\\",
                "\u001b]12;?\u0007",
                "\u001b]4;1;?\u0007",
                "\u001b]4;1;#fff;2;?\u0007",
                "\u001b]52;c;?\u0007",
                "\u001bP$qm\u001b\\",
                "\u001bP+q544e\u001b\\",
                "\u0005",
                "\u001b[14t",
                "\u001b[18t",
                "\u001b[14;2t",
                "\u001b[?u",
                "\u001bZ",
                "\u009b6n",
                "\u009d11;?\u009c",
                "\u001b[x");
        return Arbitraries.frequencyOf(
                Tuple.of(4, text),
                Tuple.of(3, modes),
                Tuple.of(3, rendition),
                Tuple.of(4, others),
                Tuple.of(2, questions));
    }
}
