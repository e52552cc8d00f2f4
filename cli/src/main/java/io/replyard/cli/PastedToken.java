package io.replyard.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A token as it came through a terminal or a file: with a line's end behind it, or with more than itself. */
final class PastedToken {
    private static final Pattern FOREIGN = Pattern.compile("[^A-Za-z0-9._~-]");

    private PastedToken() {}

    /**
     * The token without white space around it.
     *
     * @param origin where the text is from, for the message
     * @throws UsageException when there is none, or it holds what no token can; never repeats the token
     */
    static String parse(String origin, String text) {
        String token = text.strip();
        if (token.isEmpty()) {
            throw new UsageException(origin + " is empty; leave it out, or give what `replyard token` printed");
        }
        Matcher foreign = FOREIGN.matcher(token);
        if (foreign.find()) {
            String name = Character.getName(token.codePointAt(foreign.start()));
            throw new UsageException(origin + " holds what no token holds, " + name + " at position "
                    + (foreign.start() + 1) + " of " + token.length()
                    + "; a token is letters, digits, '-', '_' and '.' without a break");
        }
        return token;
    }
}
