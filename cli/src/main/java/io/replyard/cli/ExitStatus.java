package io.replyard.cli;

import io.replyard.proto.wire.Command;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a program ended, read from the reply to exec: {@code ok}, or an error in the words of Go's os/exec, which is what the
 * protocol carries.
 *
 * @param code exit code for our own process, as a shell would give it
 * @param message what a person should be told besides; null when the code says it all
 */
record ExitStatus(int code, @Nullable String message) {
    private static final int NOT_FOUND = 127;
    private static final int NOT_STARTED = 126;
    private static final int SIGNALLED = 128;
    private static final int LAST_SIGNAL = 64;
    private static final Pattern EXIT = Pattern.compile("exit status ([0-9]{1,9})");
    private static final Pattern SIGNAL = Pattern.compile("signal: (.+?)(?: \\(core dumped\\))?");
    private static final Pattern NUMBERED = Pattern.compile("signal ([0-9]{1,3})");
    private static final Pattern NO_SUCH_PROGRAM = Pattern.compile(
            "exec: .*: executable file not found in \\$PATH|fork/exec .*: no such file or directory", Pattern.DOTALL);

    /** Go's names of the signals of Linux. */
    private static final Map<String, Integer> SIGNALS = Map.ofEntries(
            Map.entry("hangup", 1),
            Map.entry("interrupt", 2),
            Map.entry("quit", 3),
            Map.entry("illegal instruction", 4),
            Map.entry("trace/breakpoint trap", 5),
            Map.entry("aborted", 6),
            Map.entry("bus error", 7),
            Map.entry("floating point exception", 8),
            Map.entry("killed", 9),
            Map.entry("user defined signal 1", 10),
            Map.entry("segmentation fault", 11),
            Map.entry("user defined signal 2", 12),
            Map.entry("broken pipe", 13),
            Map.entry("alarm clock", 14),
            Map.entry("terminated", 15),
            Map.entry("stack fault", 16),
            Map.entry("child exited", 17),
            Map.entry("continued", 18),
            Map.entry("stopped (signal)", 19),
            Map.entry("stopped", 20),
            Map.entry("stopped (tty input)", 21),
            Map.entry("stopped (tty output)", 22),
            Map.entry("urgent I/O condition", 23),
            Map.entry("CPU time limit exceeded", 24),
            Map.entry("file size limit exceeded", 25),
            Map.entry("virtual timer expired", 26),
            Map.entry("profiling timer expired", 27),
            Map.entry("window changed", 28),
            Map.entry("I/O possible", 29),
            Map.entry("power failure", 30),
            Map.entry("bad system call", 31));

    static ExitStatus of(Command reply) {
        return switch (reply.getBodyCase()) {
            case OK -> new ExitStatus(0, null);
            case ERROR -> ofError(reply.getError());
            default -> new ExitStatus(NOT_STARTED, "unexpected answer " + reply.getBodyCase());
        };
    }

    private static ExitStatus ofError(String text) {
        Matcher exit = EXIT.matcher(text);
        if (exit.matches()) {
            return new ExitStatus(Integer.parseInt(exit.group(1)) & 0xff, null);
        }
        Matcher signal = SIGNAL.matcher(text);
        if (signal.matches()) {
            return new ExitStatus(SIGNALLED + number(signal.group(1)), text);
        }
        return new ExitStatus(NO_SUCH_PROGRAM.matcher(text).matches() ? NOT_FOUND : NOT_STARTED, text);
    }

    /** The signal of this name; 0 for one that no Linux has. */
    private static int number(String name) {
        Matcher numbered = NUMBERED.matcher(name);
        int number = numbered.matches() ? Integer.parseInt(numbered.group(1)) : SIGNALS.getOrDefault(name, 0);
        return number <= LAST_SIGNAL ? number : 0;
    }
}
