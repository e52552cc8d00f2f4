package io.replyard.pid1.output;

import com.google.protobuf.ByteString;
import io.replyard.fuzz.CutInput;
import io.replyard.fuzz.Expect;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Output cut anywhere is the text that it would be at once, in pieces that are valid each. */
public final class Utf8StreamFuzz {
    private Utf8StreamFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        CutInput input = CutInput.of(data);
        Utf8Stream stream = new Utf8Stream();
        ByteString all = ByteString.EMPTY;
        for (byte[] piece : input.pieces()) {
            ByteString text = stream.decode(piece);
            Expect.that(text.isValidUtf8(), "each piece is valid");
            all = all.concat(text);
        }
        ByteString rest = stream.finish();
        Expect.that(rest.isValidUtf8(), "the rest is valid");
        Expect.that(stream.finish().isEmpty(), "there is one rest");
        Expect.same(
                all.concat(rest).toStringUtf8(),
                new String(input.bytes().toByteArray(), StandardCharsets.UTF_8),
                "cuts change nothing");
    }

    public static List<byte[]> seeds() {
        return List.of(
                CutInput.seed(0, "größe 日本 \uD83D\uDE00"),
                CutInput.seed(
                        2, new byte[] {'a', (byte) 0xf0, (byte) 0x9f, (byte) 0xc3, (byte) 0xed, (byte) 0xa0, 'b'}),
                CutInput.seed(
                        0, new byte[] {(byte) 0xe0, (byte) 0x80, (byte) 0xf5, (byte) 0x80, (byte) 0xc1, (byte) 0xe2}));
    }
}
