package io.replyard.proto.session;

import io.replyard.fuzz.Expect;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Any text, halves of surrogate pairs included, as a close reason and as plain text: valid, short, one line, and nothing more becomes of it a second time. */
public final class CloseReasonFuzz {
    private static final int MOST_BYTES = 123;

    private CloseReasonFuzz() {}

    /** The first byte is a limit; each pair after it is a UTF-16 unit. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0) {
            return;
        }
        String text =
                ByteBuffer.wrap(data, 1, data.length - 1).slice().asCharBuffer().toString();
        CloseReason reason = CloseReason.policy(text);
        Expect.that(bytes(reason.text()) <= MOST_BYTES, "a reason fits into a close frame");
        Expect.same(CloseReason.policy(reason.text()), reason, "a reason stays as it is");
        requirePlain(reason.text());

        int limit = 1 + (data[0] & 0x7f);
        String plain = PlainText.of(text, limit);
        Expect.that(plain.codePointCount(0, plain.length()) <= limit, "plain text is no longer than it may be");
        Expect.same(PlainText.of(plain, limit), plain, "plain text stays as it is");
        requirePlain(plain);
    }

    private static int bytes(String text) {
        try {
            return StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(CharBuffer.wrap(text))
                    .remaining();
        } catch (CharacterCodingException e) {
            throw new AssertionError("a reason is valid text", e);
        }
    }

    private static void requirePlain(String text) {
        Expect.that(
                text.codePoints().allMatch(c -> switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> false;
                    default -> true;
                }),
                "nothing that a terminal obeys is left");
    }

    public static List<byte[]> seeds() {
        return List.of("a reason", "größe\n".repeat(30), "\uD83D\uDE00".repeat(40), "\u001b]0;x\u0007\u202e \uD83D")
                .stream()
                .map(text -> ByteBuffer.allocate(1 + 2 * text.length())
                        .put((byte) 20)
                        .put(StandardCharsets.UTF_16BE.encode(text))
                        .array())
                .toList();
    }
}
