package io.replyard.pid1.output;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The state that terminal output leaves behind, apart from what is on the screen: so that the beginning can be thrown
 * away and the rest still means the same.
 *
 * <p>It interprets as little as it can. Of all sequences that set the same thing only the last is kept, and they are
 * repeated in the order in which they came: whatever a terminal makes of them, it makes of the few the same as of all.
 * Known beyond that is what cannot be had this way: the cursor's state, as it is saved and restored, the two screens,
 * and the resets. Only what is known by name is kept, so it is bounded. Not thread-safe.
 */
final class TerminalModes implements EscapeParser.Listener {
    private static final String CSI = "\u001b[";
    private static final char SHIFT_OUT = '\u000e';
    private static final char SHIFT_IN = '\u000f';

    private static final String ORIGIN = "6";
    private static final String KEYPAD = "?66";
    private static final String SAVED_CURSOR = "1048";

    /** Saves the cursor, switches to the alternate screen and clears it; and the way back. */
    private static final String ALTERNATE_SCREEN_AND_CURSOR = "1049";

    private static final Set<String> ALTERNATE_SCREENS = Set.of("47", "1047", ALTERNATE_SCREEN_AND_CURSOR);

    /** Keys, colours, wrapping, mouse, focus, paste and what else outlives the screen that it was set on. */
    private static final Set<String> MODES = Set.of(
            "4", "20", "?1", "?5", "?7", "?8", "?9", "?12", "?25", "?45", KEYPAD, "?67", "?1000", "?1001", "?1002",
            "?1003", "?1004", "?1005", "?1006", "?1007", "?1015", "?1016", "?1034", "?1035", "?1036", "?1039", "?2004",
            "?2031", "?2048");

    /** What each of the two screens has for itself. */
    private static final class Screen {
        private CursorState saved = new CursorState();
        private String margins = "";

        void appendTo(StringBuilder text) {
            text.append(margins);
            if (!saved.isPlain()) {
                saved.appendTo(text);
                text.append("\u001b7");
            }
        }
    }

    private final EscapeParser parser = new EscapeParser(this);
    private final Map<String, String> titles = new LinkedHashMap<>();
    private final Map<String, String> modes = new LinkedHashMap<>();
    private CursorState cursor = new CursorState();
    private Screen normal = new Screen();
    private Screen alternate = new Screen();

    /** The mode that has switched to the alternate screen; empty on the normal one. */
    private String alternateBy = "";

    /** Goes on with this output. */
    void take(String output) {
        parser.parse(output);
    }

    /** Whether nothing has begun: plain text changes nothing then. */
    boolean isAtRest() {
        return parser.unfinished().isEmpty();
    }

    /** What puts a fresh terminal into this state; in the middle of a sequence, if that is where it is. */
    String prologue() {
        StringBuilder text = new StringBuilder();
        titles.values().forEach(text::append);
        modes.values().forEach(text::append);
        normal.appendTo(text);
        boolean plain = normal.saved.isPlain();
        if (!alternateBy.isEmpty()) {
            text.append(CSI + "?").append(alternateBy).append('h');
            if (!plain && !alternate.saved.isPlain()) {
                new CursorState().appendAnewTo(text);
            }
            alternate.appendTo(text);
            plain &= alternate.saved.isPlain();
        }
        if (plain) {
            cursor.appendTo(text);
        } else {
            cursor.appendAnewTo(text);
        }
        return text.append(parser.unfinished()).toString();
    }

    private Screen current() {
        return alternateBy.isEmpty() ? normal : alternate;
    }

    /** To the end, also if it is there already. */
    private static void put(Map<String, String> into, String what, String sequence) {
        into.remove(what);
        into.put(what, sequence);
    }

    @Override
    public void control(char control) {
        if (control == SHIFT_OUT || control == SHIFT_IN) {
            cursor.put("shift", String.valueOf(control));
        }
    }

    @Override
    public void escape(String whole, String body) {
        switch (body) {
            case "c" -> reset();
            case "=", ">" -> put(modes, KEYPAD, whole);
            case "7" -> current().saved = cursor.copy();
            case "8" -> cursor = current().saved.copy();
            case "n", "o" -> cursor.put("shift", whole);
            case "|", "}", "~" -> cursor.put("right shift", whole);
            default -> {
                // Sets of 94 characters and sets of 96, for the same four places.
                int place = Math.max("()*+".indexOf(body.charAt(0)), "(-./".indexOf(body.charAt(0)));
                if (place >= 0 && body.length() > 1 && body.length() <= 4) {
                    cursor.put("set " + place, whole);
                }
            }
        }
    }

    @Override
    public void control(String opening, String body, char last) {
        String whole = CSI + body + last;
        switch (last) {
            case 'h', 'l' -> setModes(body, last);
            case 'm', 'n' -> {
                if (body.startsWith(">")) {
                    modifyKeys(body, whole);
                } else if (last == 'm' && isNumbers(body)) {
                    cursor.render(body);
                }
            }
            case 'p' -> {
                if (body.equals("!")) {
                    softReset(whole);
                }
            }
            case 'q' -> {
                if (body.endsWith(" ") && body.length() <= 4) {
                    put(modes, "cursor's shape", whole);
                }
            }
            case 'r' -> {
                if (isNumbers(body)) {
                    current().margins = body.isEmpty() ? "" : whole;
                }
            }
            case 's' -> {
                if (body.isEmpty()) {
                    current().saved = cursor.copy();
                }
            }
            case 'u' -> {
                if (body.isEmpty()) {
                    cursor = current().saved.copy();
                }
            }
            default -> {}
        }
    }

    private static boolean isNumbers(String body) {
        return body.isEmpty() || (body.charAt(0) < '<' && body.charAt(body.length() - 1) >= '0');
    }

    private void setModes(String body, char last) {
        String prefix = body.startsWith("?") ? "?" : "";
        if (!isNumbers(body.substring(prefix.length()))) {
            return;
        }
        for (String number : body.substring(prefix.length()).split(";", -1)) {
            String mode = prefix + number;
            if (MODES.contains(mode)) {
                put(modes, mode, CSI + mode + last);
            } else if (mode.equals("?" + ORIGIN)) {
                cursor.put("origin", CSI + mode + last);
            } else if (!prefix.isEmpty()) {
                switchScreen(number, last == 'h');
            }
        }
    }

    private void switchScreen(String number, boolean on) {
        boolean withCursor = number.equals(SAVED_CURSOR) || number.equals(ALTERNATE_SCREEN_AND_CURSOR);
        if (on && withCursor) {
            current().saved = cursor.copy();
        }
        if (ALTERNATE_SCREENS.contains(number)) {
            alternateBy = on ? number : "";
            if (!on) {
                alternate = new Screen();
            }
        }
        if (!on && withCursor) {
            cursor = current().saved.copy();
        }
    }

    /** How modified keys are told: each resource has a number of one digit. */
    private void modifyKeys(String body, String whole) {
        String resource = body.split(";", -1)[0];
        if (resource.length() <= 2) {
            put(modes, resource, whole);
        }
    }

    /** Terminals disagree on which modes it resets, so it is repeated in its place among them. */
    private void softReset(String whole) {
        put(modes, "soft reset", whole);
        cursor.becomePlain();
        current().saved = new CursorState();
        current().margins = "";
    }

    private void reset() {
        modes.clear();
        cursor = new CursorState();
        normal = new Screen();
        alternate = new Screen();
        alternateBy = "";
    }

    @Override
    public void stringEnds(char kind, String body, boolean overlong, String terminator) {
        boolean isTitle = body.startsWith("0;") || body.startsWith("1;") || body.startsWith("2;");
        if (kind == ']' && isTitle && !overlong) {
            put(titles, body.substring(0, 1), "\u001b]" + body + '\u0007');
        }
    }

    @Override
    public void text(String output, int from, int to) {}

    @Override
    public void stringBegins(String opening) {}

    @Override
    public void string(String output, int from, int to) {}
}
