package io.replyard.cli;

/**
 * Makes one plain line of a text that somebody else wrote. A close reason, a toast or an error can come from inside a Repl,
 * and a terminal obeys what it shows: with an escape sequence such a text could rewrite the screen, the clipboard or what
 * was said before it.
 */
final class PlainText {
    /** Code points; more is no message but a way to push earlier ones off the screen. */
    static final int MAX_LENGTH = 2000;

    private PlainText() {}

    /**
     * The text with its line breaks as spaces, everything that moves the cursor, changes the direction of writing or is not
     * seen at all as {@code ?}, and cut after {@link #MAX_LENGTH} code points.
     */
    static String of(String text) {
        StringBuilder plain = new StringBuilder();
        text.codePoints().limit(MAX_LENGTH).map(PlainText::harmless).forEach(plain::appendCodePoint);
        if (text.codePoints().skip(MAX_LENGTH).findAny().isPresent()) {
            plain.append(" ...");
        }
        return plain.toString().strip();
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
