package io.replyard.pid1.output;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Terminal output for somebody who was not there: it shows the same, and makes the terminal say nothing. Whoever asked
 * is long gone, and the answer would be typed into what runs now. Modes that are answered with a report when they are
 * set come last, and only if they are still set by then.
 */
final class Replay implements EscapeParser.Listener {
    private static final Set<String> REPORTED_WHEN_SET = Set.of("1004", "2048");

    private final EscapeParser parser = new EscapeParser(this);
    private final StringBuilder shown = new StringBuilder();
    private final Map<String, Boolean> reported = new LinkedHashMap<>();
    private int stringAt;

    /** Whether a string is shown whose end is the beginning of what follows; that may be left out, and the end must not be. */
    private boolean endIsAhead;

    private boolean endWasAhead;

    /** Goes on with this output. */
    void take(String output) {
        parser.parse(output);
    }

    /**
     * What is to be replayed of all that was taken, in pieces of valid text.
     *
     * @param most characters of a piece, at least 2
     */
    List<String> pieces(int most) {
        StringBuilder modes = new StringBuilder();
        reported.forEach((mode, on) -> modes.append(on ? "\u001b[?" + mode + "h" : ""));
        if (parser.isInString()) {
            shown.insert(stringAt, modes);
        } else {
            // Nothing but its own end may follow a string: not every terminal takes another sequence for it.
            if (!modes.isEmpty() || parser.unfinished().isEmpty()) {
                endString();
            }
            shown.append(modes).append(parser.unfinished());
        }
        List<String> pieces = new ArrayList<>();
        int from = 0;
        while (from < shown.length()) {
            int to = Math.min(shown.length(), from + most);
            if (to < shown.length() && Character.isLowSurrogate(shown.charAt(to))) {
                to--;
            }
            pieces.add(shown.substring(from, to));
            from = to;
        }
        return pieces;
    }

    @Override
    public void text(String output, int from, int to) {
        endString();
        shown.append(output, from, to);
    }

    @Override
    public void control(char control) {
        if (!TerminalQueries.isControl(control)) {
            endString();
            shown.append(control);
        }
    }

    @Override
    public void escape(String whole, String body) {
        if (body.equals("c")) {
            reported.clear();
        }
        if (!TerminalQueries.isEscape(body)) {
            endIsAhead = false;
            shown.append(whole);
        }
    }

    @Override
    public void control(String opening, String body, char last) {
        if (body.startsWith("?") && (last == 'h' || last == 'l')) {
            String others = withoutReported(body.substring(1), last == 'h');
            if (!others.isEmpty()) {
                endIsAhead = false;
                shown.append(opening).append('?').append(others).append(last);
            }
        } else if (!TerminalQueries.isControl(body, last)) {
            // A soft reset: where it leaves such a mode as it is, its reports are not missed.
            if (last == 'p' && body.equals("!")) {
                reported.clear();
            }
            endIsAhead = false;
            shown.append(opening).append(body).append(last);
        }
    }

    private String withoutReported(String modes, boolean on) {
        List<String> others = new ArrayList<>();
        for (String mode : modes.split(";", -1)) {
            if (REPORTED_WHEN_SET.contains(mode)) {
                reported.put(mode, on);
            } else {
                others.add(mode);
            }
        }
        return String.join(";", others);
    }

    @Override
    public void stringBegins(String opening) {
        stringAt = shown.length();
        endWasAhead = endIsAhead;
        endIsAhead = false;
        shown.append(opening);
    }

    @Override
    public void string(String output, int from, int to) {
        shown.append(output, from, to);
    }

    @Override
    public void stringEnds(char kind, String body, boolean overlong, String terminator) {
        if (TerminalQueries.isString(kind, body, overlong)) {
            shown.setLength(stringAt);
            endIsAhead = endWasAhead;
        } else {
            shown.append(terminator);
            endIsAhead = terminator.isEmpty();
        }
    }

    private void endString() {
        if (endIsAhead) {
            shown.append("\u001b\\");
            endIsAhead = false;
        }
    }
}
