package io.replyard.cli;

/**
 * Finds the way out in what a person types: {@code ~.} at the start of a line, as in ssh, since every other key belongs to
 * the Repl. {@code ~~} there is one {@code ~}.
 */
final class EscapeKeys {
    private enum Place {
        LINE_START,
        TILDE,
        ELSEWHERE
    }

    private Place place = Place.LINE_START;

    /**
     * What is left for the Repl.
     *
     * @param text what to send; a {@code ~} at the start of a line waits here for the key that follows
     * @param leave whether the person wants to leave
     */
    record Typed(String text, boolean leave) {}

    Typed type(String keys) {
        StringBuilder text = new StringBuilder(keys.length() + 1);
        for (int i = 0; i < keys.length(); i++) {
            char key = keys.charAt(i);
            if (place == Place.TILDE) {
                if (key == '.') {
                    return new Typed(text.toString(), true);
                }
                place = Place.ELSEWHERE;
                text.append('~');
                if (key == '~') {
                    continue;
                }
            } else if (place == Place.LINE_START && key == '~') {
                place = Place.TILDE;
                continue;
            }
            place = key == '\r' || key == '\n' ? Place.LINE_START : Place.ELSEWHERE;
            text.append(key);
        }
        return new Typed(text.toString(), false);
    }
}
