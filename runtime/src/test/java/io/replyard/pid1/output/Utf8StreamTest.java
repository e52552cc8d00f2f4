package io.replyard.pid1.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class Utf8StreamTest {
    /** Bytes as programs write them: text, cut and broken text, and noise. */
    @Provide
    Arbitrary<byte[]> bytes() {
        Arbitrary<byte[]> text =
                Arbitraries.strings().ofMaxLength(20).map(string -> string.getBytes(StandardCharsets.UTF_8));
        Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(12);
        Arbitrary<byte[]> leads = Arbitraries.of(
                        (byte) 0xc3,
                        (byte) 0xe2,
                        (byte) 0xf0,
                        (byte) 0x9f,
                        (byte) 0x80,
                        (byte) 0xf5,
                        (byte) 0xed,
                        (byte) 0xa0)
                .array(byte[].class)
                .ofMaxSize(12);
        return Arbitraries.oneOf(text, noise, leads).list().ofMaxSize(6).map(Utf8StreamTest::join);
    }

    private static byte[] join(List<byte[]> parts) {
        byte[] joined = new byte[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }

    @Property
    void piecesJoinedAreTheWholeDecoded(@ForAll("bytes") byte[] bytes, @ForAll List<@IntRange(max = 7) Integer> cuts) {
        Utf8Stream stream = new Utf8Stream();
        StringBuilder joined = new StringBuilder();
        int from = 0;
        for (int cut : cuts) {
            int to = Math.min(bytes.length, from + cut);
            ByteString piece = stream.decode(Arrays.copyOfRange(bytes, from, to));
            assertThat(piece.isValidUtf8()).isTrue();
            joined.append(piece.toStringUtf8());
            from = to;
        }
        joined.append(
                stream.decode(Arrays.copyOfRange(bytes, from, bytes.length)).toStringUtf8());
        joined.append(stream.finish().toStringUtf8());

        assertThat(joined).hasToString(new String(bytes, StandardCharsets.UTF_8));
    }

    @Example
    void holdsAnUnfinishedCodePointBackAndNothingElse() {
        Utf8Stream stream = new Utf8Stream();
        byte[] smile = "a\uD83D\uDE00".getBytes(StandardCharsets.UTF_8);

        assertThat(stream.decode(Arrays.copyOf(smile, 4)).toStringUtf8()).isEqualTo("a");
        assertThat(stream.decode(new byte[] {smile[4]}).toStringUtf8()).isEqualTo("\uD83D\uDE00");
        assertThat(stream.finish()).isEmpty();
    }
}
