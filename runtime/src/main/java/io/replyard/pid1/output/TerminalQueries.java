package io.replyard.pid1.output;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * What makes a terminal say something, as if somebody had typed it, or do something that is not on its screen. Right
 * while the program waits for it; at a replay the answer would be typed into whatever runs by then. The lists are
 * xterm's, with what iTerm2 and kitty added.
 */
final class TerminalQueries {
    private static final char ENQUIRY = '\u0005';

    /** Reports of a window's state, size and title: CSI Ps t. */
    private static final Set<String> WINDOW_REPORTS = Set.of("11", "13", "14", "15", "16", "18", "19", "20", "21");

    /** Status strings and terminal capabilities: DCS $ q, DCS + q. */
    private static final Pattern DEVICE_STRING = Pattern.compile("[0-9:;<=>?]*[$+]q.*", Pattern.DOTALL);

    /** Colours, fonts and pointers, which are told where a question mark stands for their value. */
    private static final Pattern ASKS_FOR_VALUE = Pattern.compile("(4|5|1[0-9]|21|22|50);.*\\?.*", Pattern.DOTALL);

    private static final Pattern HAS_VALUE = Pattern.compile("(4|5|1[0-9]|21|22|50);.*", Pattern.DOTALL);

    /** The clipboard, notifications, features; and of iTerm2 what reports or asks. */
    private static final Pattern OUTSIDE_THE_SCREEN = Pattern.compile(
            "(9|52|60|61|99|777|1337;(Report|Request|Capabilities|Copy))(;.*|[^0-9].*)?", Pattern.DOTALL);

    private TerminalQueries() {}

    static boolean isControl(char control) {
        return control == ENQUIRY;
    }

    /** DECID, the oldest way to ask what it is. */
    static boolean isEscape(String body) {
        return body.equals("Z");
    }

    static boolean isControl(String body, char last) {
        char prefix = !body.isEmpty() && body.charAt(0) >= '<' ? body.charAt(0) : 0;
        char intermediate =
                !body.isEmpty() && body.charAt(body.length() - 1) <= '/' ? body.charAt(body.length() - 1) : 0;
        return switch (last) {
            // Device attributes. With a question mark it is the answer, or a cursor of the Linux console.
            case 'c' -> prefix != '?';
            // Device status. With > it switches off a way of reporting keys.
            case 'n' -> prefix != '>';
            // Modes.
            case 'p' -> intermediate == '$';
            // Name and version.
            case 'q' -> prefix == '>';
            case 't' -> prefix == 0 && intermediate == 0 && WINDOW_REPORTS.contains(first(body));
            // The protocol of the keyboard; preferred and current character sets.
            case 'u' -> prefix == '?' || intermediate == '$' || intermediate == '&';
            case 'm' -> prefix == '?';
            // The presentation: cursor, tab stops.
            case 'w' -> intermediate == '$';
            case 'x' -> intermediate == 0 || intermediate == '+';
            // Checksum of an area.
            case 'y' -> intermediate == '*';
            // Graphics; title stack.
            case 'S' -> prefix == '?' || intermediate == '#';
            // Colours of the stack, rendition of an area, position of the locator.
            case 'R' -> intermediate == '#';
            case '|' -> intermediate == '#' || intermediate == '\'';
            default -> false;
        };
    }

    private static String first(String body) {
        int end = body.indexOf(';');
        return end < 0 ? body : body.substring(0, end);
    }

    /**
     * Whether a string is one.
     *
     * @param overlong whether the body is only its beginning: then what might ask counts
     */
    static boolean isString(char kind, String body, boolean overlong) {
        return switch (kind) {
            case ']' ->
                (overlong ? HAS_VALUE : ASKS_FOR_VALUE).matcher(body).matches()
                        || OUTSIDE_THE_SCREEN.matcher(body).matches();
            case 'P' -> DEVICE_STRING.matcher(body).matches();
            // Kitty's images: each is acknowledged.
            case '_' -> body.startsWith("G");
            default -> false;
        };
    }
}
