package io.replyard.pid1.output;

import com.google.protobuf.ByteString;
import io.replyard.fuzz.CutInput;
import io.replyard.fuzz.Expect;
import java.util.List;

/**
 * What is replayed does not depend on how the output came, nor on how often it was asked for. It is valid, of limited length, asks nothing, and is what a replay of
 * it would be.
 */
public final class ScrollbackFuzz {
    private static final int LINES = 4;
    private static final int CHARACTERS = 120;

    /** Of the state before what is kept: some forty modes, titles and what is unfinished, of limited length each. */
    private static final int STATE = 16 * 1024;

    private ScrollbackFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        CutInput input = CutInput.of(data);
        String output = input.bytes().toStringUtf8();
        Scrollback whole = new Scrollback(LINES, CHARACTERS);
        append(whole, output);
        Scrollback cut = new Scrollback(LINES, CHARACTERS);
        Utf8Stream stream = new Utf8Stream();
        for (byte[] piece : input.pieces()) {
            append(cut, stream.decode(piece).toStringUtf8());
        }
        append(cut, stream.finish().toStringUtf8());

        String replayed = contents(whole);

        Expect.same(contents(cut), replayed, "cuts change nothing");
        Expect.same(contents(cut), replayed, "asking changes nothing");
        Expect.that(replayed.length() <= CHARACTERS + STATE, "little is replayed");
        Expect.same(replay(replayed), replayed, "nothing that asks is left");
    }

    private static void append(Scrollback scrollback, String text) {
        if (!text.isEmpty()) {
            scrollback.append(ByteString.copyFromUtf8(text));
        }
    }

    private static String contents(Scrollback scrollback) {
        List<String> pieces = scrollback.contents();
        for (String piece : pieces) {
            Expect.same(ByteString.copyFromUtf8(piece).toStringUtf8(), piece, "each piece is valid");
        }
        return String.join("", pieces);
    }

    private static String replay(String output) {
        Replay replay = new Replay();
        replay.take(output);
        return String.join("", replay.pieces(OutputPump.CHUNK_BYTES));
    }

    public static List<byte[]> seeds() {
        return EscapeParserFuzz.seeds();
    }
}
