package io.replyard.pid1.output;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.util.Arrays;

/**
 * Turns a stream of bytes into pieces of text, each valid by itself: a code point that a read has cut in two is held
 * back until its rest arrives, and what is not UTF-8 becomes U+FFFD. The pieces joined are what decoding all bytes at
 * once would give. Not thread-safe.
 */
public final class Utf8Stream {
    private static final int LONGEST = 4;

    private final byte[] held = new byte[LONGEST];
    private int heldLength;

    /**
     * The text that is complete with these bytes, as UTF-8; may be empty.
     *
     * @param bytes become the result's, where they are valid
     */
    public ByteString decode(byte[] bytes) {
        byte[] all = bytes;
        if (heldLength > 0) {
            all = Arrays.copyOf(held, heldLength + bytes.length);
            System.arraycopy(bytes, 0, all, heldLength, bytes.length);
        }
        int whole = all.length - incompleteTail(all);
        heldLength = all.length - whole;
        System.arraycopy(all, whole, held, 0, heldLength);
        return valid(UnsafeByteOperations.unsafeWrap(all, 0, whole));
    }

    /** What is left at the end: a held-back beginning of a code point that never came whole. */
    public ByteString finish() {
        ByteString rest = valid(ByteString.copyFrom(held, 0, heldLength));
        heldLength = 0;
        return rest;
    }

    private static ByteString valid(ByteString bytes) {
        return bytes.isValidUtf8() ? bytes : ByteString.copyFromUtf8(bytes.toStringUtf8());
    }

    /**
     * How many last bytes begin a code point and do not finish it. Cutting before a lead byte never changes the text, so
     * only the lead byte has to be found and its length compared.
     */
    private static int incompleteTail(byte[] bytes) {
        int length = bytes.length;
        for (int back = 1; back < LONGEST && back <= length; back++) {
            int unit = bytes[length - back] & 0xff;
            if (unit >= 0xc0) {
                return sequenceLength(unit) > back ? back : 0;
            }
            if (unit < 0x80) {
                return 0;
            }
        }
        return 0;
    }

    private static int sequenceLength(int lead) {
        if (lead >= 0xf0) {
            return lead <= 0xf4 ? 4 : 1;
        }
        return lead >= 0xe0 ? 3 : 2;
    }
}
