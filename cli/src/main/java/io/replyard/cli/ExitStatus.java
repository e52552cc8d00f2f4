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
    private static final Pattern EXIT = Pattern.compile("exit status ([0-9]{1,9})");
    private static final Pattern SIGNAL = Pattern.compile("signal: ([a-z0-9/ -]+?)(?: \\(core dumped\\))?");
    private static final Pattern NUMBERED = Pattern.compile("signal ([0-9]{1,3})");
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
            Map.entry("cpu time limit exceeded", 24),
            Map.entry("file size limit exceeded", 25),
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
            Integer number = number(signal.group(1));
            return number == null ? new ExitStatus(SIGNALLED, text) : new ExitStatus(SIGNALLED + number, text);
        }
        return new ExitStatus(text.contains("not found") ? NOT_FOUND : NOT_STARTED, text);
    }

    private static @Nullable Integer number(String name) {
        Matcher numbered = NUMBERED.matcher(name);
        return numbered.matches() ? Integer.valueOf(numbered.group(1)) : SIGNALS.get(name);
    }
}
