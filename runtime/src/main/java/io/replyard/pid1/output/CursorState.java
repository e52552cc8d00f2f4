package io.replyard.pid1.output;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a terminal keeps with its cursor, and what is saved and restored with it: rendition, character sets, origin.
 * Where the cursor stands is not known. Kept as the last sequence for each thing, in the order in which they came.
 */
final class CursorState {
    private static final String CSI = "\u001b[";

    /** What a fresh terminal begins with. */
    private static final String PLAIN = CSI + "m\u001b(B\u001b)B\u001b*B\u001b+B\u000f" + CSI + "?6l";

    private static final String RENDITION = "m";
    private static final int HIGHEST_RENDITION = 107;
    private static final int FOREGROUND = 38;
    private static final int BACKGROUND = 48;
    private static final int UNDERLINE = 58;

    private final Map<String, String> sequences = new LinkedHashMap<>();

    CursorState() {}

    private CursorState(CursorState from) {
        sequences.putAll(from.sequences);
    }

    CursorState copy() {
        return new CursorState(this);
    }

    boolean isPlain() {
        return sequences.isEmpty();
    }

    void becomePlain() {
        sequences.clear();
    }

    /** Adds what makes it so, from the plain state. */
    void appendTo(StringBuilder text) {
        sequences.values().forEach(text::append);
    }

    /** Adds what makes it so, from any state. */
    void appendAnewTo(StringBuilder text) {
        text.append(PLAIN);
        appendTo(text);
    }

    void put(String what, String sequence) {
        // To the end, also if it is there already.
        sequences.remove(what);
        sequences.put(what, sequence);
    }

    /** Takes the parameters of an SGR sequence. */
    void render(String parameters) {
        String[] all = parameters.split(";", -1);
        int at = 0;
        while (at < all.length) {
            int count = Math.min(parametersOf(all, at), all.length - at);
            String one = String.join(";", Arrays.copyOfRange(all, at, at + count));
            renderOne(number(all[at]), one);
            at += count;
        }
    }

    /** A colour has its parts behind it, unless they are joined with colons. */
    private static int parametersOf(String[] all, int at) {
        boolean isColour = all[at].equals("38") || all[at].equals("48") || all[at].equals("58");
        if (!isColour || at + 1 == all.length) {
            return 1;
        }
        return switch (all[at + 1]) {
            case "5" -> 3;
            case "2" -> 5;
            default -> 1;
        };
    }

    private void renderOne(int code, String parameters) {
        if (code == 0) {
            sequences.keySet().removeIf(what -> what.startsWith(RENDITION));
        } else if (code > 0 && code <= HIGHEST_RENDITION) {
            put(RENDITION + slot(code), CSI + parameters + "m");
        }
    }

    /** The ten ways to set a colour set the same thing. */
    private static int slot(int code) {
        if ((code >= 30 && code <= 39) || (code >= 90 && code <= 97)) {
            return FOREGROUND;
        }
        if ((code >= 40 && code <= 49) || code >= 100) {
            return BACKGROUND;
        }
        return code == 59 ? UNDERLINE : code;
    }

    /** The number before a colon; 0 if there is none, -1 if it is none. */
    private static int number(String parameter) {
        int end = parameter.indexOf(':');
        String digits = end < 0 ? parameter : parameter.substring(0, end);
        if (digits.isEmpty()) {
            return 0;
        }
        return digits.length() > 3 ? -1 : Integer.parseInt(digits);
    }
}
