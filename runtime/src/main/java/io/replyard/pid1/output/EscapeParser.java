package io.replyard.pid1.output;

/**
 * Takes terminal output apart into text, controls and escape sequences, as terminals do (ECMA-48, in the reading of
 * xterm and xterm.js). It goes on where the last piece ended, looks at each character once, and keeps nothing but the
 * beginning of a sequence that has not come to its end. Not thread-safe.
 */
final class EscapeParser {
    static final char ESCAPE = '\u001b';

    /** Characters of a sequence that are kept; what is longer is told as overlong, or not at all. */
    static final int LONGEST = 1024;

    private static final char BELL = '\u0007';
    private static final char CANCEL = '\u0018';
    private static final char SUBSTITUTE = '\u001a';
    private static final char DELETE = '\u007f';
    private static final char FIRST_C1 = '\u0080';
    private static final char LAST_C1 = '\u009f';

    /** Hears what the output is made of. A sequence that no terminal obeys is left out. */
    interface Listener {
        /** A run of characters to be shown. */
        void text(String output, int from, int to);

        /** A control character, which works also in the middle of a sequence. */
        void control(char control);

        /**
         * A sequence without parameters.
         *
         * @param whole as it was written: with an ESC, or as the one character that stands for ESC and another
         * @param body what comes behind the ESC, or would
         */
        void escape(String whole, String body);

        /**
         * A control sequence.
         *
         * @param opening what it begins with, ESC and bracket or one character for both
         * @param body parameters and intermediates
         * @param last the character that says what it does
         */
        void control(String opening, String body, char last);

        /** A string begins: of an OSC, a DCS, or the kinds that nobody uses. */
        void stringBegins(String opening);

        /** A piece of a string. */
        void string(String output, int from, int to);

        /**
         * A string has ended, and counts. What ended it, unless it is a bell, is told as an escape or control of its own.
         *
         * @param kind the character behind the ESC
         * @param body its beginning
         * @param overlong whether the string is longer than that
         * @param terminator the bell, or nothing
         */
        void stringEnds(char kind, String body, boolean overlong, String terminator);
    }

    private enum State {
        GROUND,
        ESCAPED,
        CONTROL,
        STRING
    }

    private final Listener listener;
    private final StringBuilder body = new StringBuilder();
    private State state = State.GROUND;
    private String opening = "";
    private char kind;

    EscapeParser(Listener listener) {
        this.listener = listener;
    }

    /** Goes on with this output. */
    void parse(String output) {
        int at = 0;
        while (at < output.length()) {
            int plain = at;
            if (state == State.GROUND || state == State.STRING) {
                while (plain < output.length() && isPlain(output.charAt(plain))) {
                    plain++;
                }
            }
            if (plain == at) {
                step(output.charAt(at++));
            } else if (state == State.GROUND) {
                listener.text(output, at, plain);
                at = plain;
            } else {
                keep(output, at, plain);
                listener.string(output, at, plain);
                at = plain;
            }
        }
    }

    /** What brings a terminal that has seen nothing to the point in a sequence that this one is at. */
    String unfinished() {
        return state == State.GROUND ? "" : opening + body;
    }

    /** Whether the output so far ends within a string. */
    boolean isInString() {
        return state == State.STRING;
    }

    private static boolean isPlain(char c) {
        return c > LAST_C1 || (c >= ' ' && c < DELETE);
    }

    private void step(char c) {
        if (c == ESCAPE) {
            begin(State.ESCAPED, String.valueOf(c));
        } else if (c == CANCEL || c == SUBSTITUTE) {
            // Whatever has begun is void.
            state = State.GROUND;
            listener.control(c);
        } else if (c >= FIRST_C1 && c <= LAST_C1) {
            begin(State.ESCAPED, "");
            escaped((char) (c - FIRST_C1 + '@'), String.valueOf(c));
        } else if (state == State.STRING) {
            stringControl(c);
        } else if (c < ' ') {
            listener.control(c);
        } else if (c != DELETE) {
            switch (state) {
                case ESCAPED -> escaped(c, opening + c);
                case CONTROL -> control(c);
                case GROUND, STRING -> throw new IllegalStateException("plain text");
            }
        }
    }

    private void begin(State next, String with) {
        if (state == State.STRING) {
            endString("");
        }
        state = next;
        opening = with;
        body.setLength(0);
    }

    private void endString(String terminator) {
        state = State.GROUND;
        boolean overlong = body.length() > LONGEST;
        listener.stringEnds(kind, body.toString(), overlong, terminator);
    }

    private void stringControl(char c) {
        if (c == BELL && kind == ']') {
            endString(String.valueOf(c));
        } else {
            String piece = String.valueOf(c);
            keep(piece, 0, 1);
            listener.string(piece, 0, 1);
        }
    }

    /** One more than the longest at most, which is how an overlong one is known. */
    private void keep(String output, int from, int to) {
        body.append(output, from, Math.min(to, from + LONGEST + 1 - body.length()));
    }

    private void escaped(char c, String begun) {
        if (c <= '/') {
            keep(String.valueOf(c), 0, 1);
        } else if (c > LAST_C1) {
            abandon(c);
        } else if (body.isEmpty() && c == '[') {
            state = State.CONTROL;
            opening = begun;
        } else if (body.isEmpty() && "]PX^_".indexOf(c) >= 0) {
            state = State.STRING;
            kind = c;
            opening = begun;
            listener.stringBegins(opening);
        } else {
            state = State.GROUND;
            if (body.length() <= LONGEST) {
                listener.escape(body.isEmpty() ? begun : opening + body + c, body.toString() + c);
            }
        }
    }

    private void control(char c) {
        if (c > LAST_C1) {
            abandon(c);
        } else if (c < '@') {
            keep(String.valueOf(c), 0, 1);
        } else {
            state = State.GROUND;
            if (body.length() <= LONGEST && isWellFormed(body)) {
                listener.control(opening, body.toString(), c);
            }
        }
    }

    /** A prefix, parameters, intermediates; nothing mixed. */
    private static boolean isWellFormed(CharSequence body) {
        int at = !body.isEmpty() && body.charAt(0) >= '<' && body.charAt(0) <= '?' ? 1 : 0;
        while (at < body.length() && body.charAt(at) >= '0' && body.charAt(at) <= ';') {
            at++;
        }
        while (at < body.length() && body.charAt(at) <= '/') {
            at++;
        }
        return at == body.length();
    }

    private void abandon(char c) {
        state = State.GROUND;
        listener.text(String.valueOf(c), 0, 1);
    }
}
