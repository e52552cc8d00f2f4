package io.replyard.fuzz;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Bytes that also come in pieces. The first byte of the input says how they are cut, so that a change of the others leaves the cuts where they were.
 *
 * @param how the first byte: 0 for pieces of one byte
 * @param bytes all others
 */
public record CutInput(int how, ByteString bytes) {
    private static final int SHORT_PIECES = 4;
    private static final int LONG_PIECES = 100;

    /** Takes an input apart. */
    public static CutInput of(byte[] input) {
        return input.length == 0
                ? new CutInput(0, ByteString.EMPTY)
                : new CutInput(input[0] & 0xff, ByteString.copyFrom(input, 1, input.length - 1));
    }

    /** The input that leads to these bytes, cut in this way. */
    public static byte[] seed(int how, byte[] bytes) {
        return ByteString.copyFrom(new byte[] {(byte) how})
                .concat(ByteString.copyFrom(bytes))
                .toByteArray();
    }

    /** As {@link #seed(int, byte[])}, of a text. */
    public static byte[] seed(int how, String text) {
        return seed(how, text.getBytes(StandardCharsets.UTF_8));
    }

    /** All in one piece. */
    public List<byte[]> whole() {
        return List.of(bytes.toByteArray());
    }

    /** In pieces; none of them empty. */
    public List<byte[]> pieces() {
        List<byte[]> pieces = new ArrayList<>();
        for (int[] range : ranges(bytes.size())) {
            pieces.add(bytes.substring(range[0], range[1]).toByteArray());
        }
        return pieces;
    }

    /** A text, cut as the bytes would be. */
    public List<String> pieces(String text) {
        return ranges(text.length()).stream()
                .map(range -> text.substring(range[0], range[1]))
                .toList();
    }

    private List<int[]> ranges(int length) {
        Random random = new Random(how);
        int most = how == 0 ? 1 : how % 2 == 0 ? SHORT_PIECES : LONG_PIECES;
        List<int[]> ranges = new ArrayList<>();
        for (int from = 0; from < length; ) {
            int to = Math.min(length, from + 1 + random.nextInt(most));
            ranges.add(new int[] {from, to});
            from = to;
        }
        return ranges;
    }
}
