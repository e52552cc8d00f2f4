package io.replyard.cli;

import io.replyard.proto.session.PlainText;
import java.io.PrintWriter;

/** What the command itself has to say: lines on standard error, each beginning with its name and all of them {@link PlainText}. */
final class Notices {
    /** Code points of one notice. */
    private static final int MAX_LENGTH = 2000;

    private final PrintWriter err;

    Notices(PrintWriter err) {
        this.err = err;
    }

    static Notices onStandardError() {
        return new Notices(new PrintWriter(System.err, true, System.err.charset()));
    }

    void say(String text) {
        line("replyard: " + text);
    }

    /** A line that is not about anything that went on, such as a greeting. */
    void line(String text) {
        err.println(PlainText.of(text, MAX_LENGTH));
        err.flush();
    }
}
