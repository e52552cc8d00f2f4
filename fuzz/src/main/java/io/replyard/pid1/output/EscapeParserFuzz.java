package io.replyard.pid1.output;

import io.replyard.fuzz.CutInput;
import io.replyard.fuzz.Expect;
import java.util.List;

/** Terminal output is made of the same, however it is cut; and what is unfinished brings another parser to the same point. */
public final class EscapeParserFuzz {
    private EscapeParserFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        CutInput input = CutInput.of(data);
        String output = input.bytes().toStringUtf8();
        Heard whole = new Heard();
        new EscapeParser(whole).parse(output);

        Heard cut = new Heard();
        EscapeParser parser = new EscapeParser(cut);
        List<String> pieces = input.pieces(output);
        pieces.forEach(parser::parse);
        Expect.same(cut.all(), whole.all(), "cuts change nothing");

        int half = pieces.size() / 2;
        Heard first = new Heard();
        EscapeParser early = new EscapeParser(first);
        pieces.subList(0, half).forEach(early::parse);
        String unfinished = early.unfinished();
        Expect.that(unfinished.length() <= EscapeParser.LONGEST + 3, "little is kept of a sequence");
        EscapeParser late = new EscapeParser(new Heard());
        late.parse(unfinished);
        Expect.same(late.unfinished(), unfinished, "what is unfinished stays so");
        Expect.that(late.isInString() == early.isInString(), "what is unfinished is of the same kind");
    }

    /** All that is told, with text and strings put together. */
    static final class Heard implements EscapeParser.Listener {
        private final StringBuilder all = new StringBuilder();
        private String run = "";

        String all() {
            return all.toString();
        }

        private void told(String kind, String what) {
            if (!run.equals(kind) || kind.isEmpty()) {
                all.append('\n').append(kind).append(' ');
            }
            all.append(what);
            run = kind.equals("text") || kind.equals("string") ? kind : "";
        }

        @Override
        public void text(String output, int from, int to) {
            told("text", output.substring(from, to));
        }

        @Override
        public void control(char control) {
            told("control", Integer.toHexString(control));
        }

        @Override
        public void escape(String whole, String body) {
            Expect.that(whole.endsWith(body) || whole.length() == 1, "an escape ends in its body");
            told("escape", whole + "|" + body);
        }

        @Override
        public void control(String opening, String body, char last) {
            Expect.that(body.length() <= EscapeParser.LONGEST, "no sequence is longer than it may be");
            told("sequence", opening + "|" + body + "|" + last);
        }

        @Override
        public void stringBegins(String opening) {
            told("begins", opening);
        }

        @Override
        public void string(String output, int from, int to) {
            told("string", output.substring(from, to));
        }

        @Override
        public void stringEnds(char kind, String body, boolean overlong, String terminator) {
            told("ends", kind + "|" + body + "|" + overlong + "|" + terminator);
        }
    }

    public static List<byte[]> seeds() {
        return samples().stream()
                .map(text -> CutInput.seed(text.length(), text))
                .toList();
    }

    static List<String> samples() {
        return List.of(
                "a\u001b[31;1mred\u001b[0m\r\n\u001b]0;title\u0007\u001b(0q\u001b)B",
                "\u001b[?1049h\u001b[?1004;25h\u001b7\u001b[2;9r\u001b[6n\u001b[>c\u001b8\u001b[!p\u001b[?1049l",
                "\u001bP$qm\u001b\\\u001b]11;?\u001b\\\u001b_Gx\u001b\\\u001bPq#0sixel\u009c",
                "\u009b5n\u009d52;c;?\u0007\u001b[4\u00186n\u001b[38;5;200m\u001b[48:2::4:5:6m\u0005\u001bZ\u001b[1<2m",
                "one\ntwo\nthree\nfour\nfive\n\u001b[4h\u001b=\u000e\u001bn\u001b[>4;2m\u001b[5 q\u001bc\u001b]2;x");
    }
}
