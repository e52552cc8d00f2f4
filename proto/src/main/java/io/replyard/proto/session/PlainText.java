package io.replyard.proto.session;

/**
 * One plain line out of a text that somebody else wrote. A pod's last words, a close reason or a toast can come from inside a Repl, and a terminal obeys what it
 * shows: with an escape sequence such a text could rewrite the screen, the clipboard or what was said before it.
 */
public final class PlainText {
    private PlainText() {}

    /**
     * The text with its line breaks as spaces, and everything that moves the cursor, changes the direction of writing or is not seen at all as {@code ?}. What is
     * plain already is given back as it is.
     *
     * @param limit code points of the answer; more is no message but a way to push earlier ones off the screen. A text that is cut ends in {@code …}
     */
    public static String of(String text, int limit) {
        boolean fits = text.codePoints().skip(limit).findAny().isEmpty();
        StringBuilder plain = new StringBuilder();
        text.codePoints()
                .limit(fits ? limit : limit - 1)
                .map(PlainText::harmless)
                .forEach(plain::appendCodePoint);
        return plain.append(fits ? "" : "…").toString().strip();
    }

    private static int harmless(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL -> Character.isWhitespace(codePoint) ? ' ' : '?';
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
            case Character.FORMAT, Character.SURROGATE -> '?';
            default -> codePoint;
        };
    }
}
