package io.replyard.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The terminal on our standard input, with every key passed through as it is typed. Closing it, or the end of the process
 * by a signal, brings back what was before; so does stopping the process, until it goes on.
 */
final class RawTerminal implements AutoCloseable {
    private static final Pattern SIZE = Pattern.compile("([0-9]+) ([0-9]+)");

    private final String saved;
    private final AtomicBoolean changed = new AtomicBoolean();

    private RawTerminal(String saved) {
        this.saved = saved;
    }

    /**
     * Size in character cells.
     *
     * @param rows at least 1
     * @param cols at least 1
     */
    record Size(int rows, int cols) {
        static final Size USUAL = new Size(24, 80);

        /** Reads the answer of {@code stty size}; a terminal that does not know says 0 0. */
        static Size parse(String answer) {
            Matcher size = SIZE.matcher(answer);
            if (!size.matches()) {
                return USUAL;
            }
            int rows = Integer.parseInt(size.group(1));
            int cols = Integer.parseInt(size.group(2));
            return rows == 0 || cols == 0 ? USUAL : new Size(rows, cols);
        }
    }

    /**
     * The terminal as it is.
     *
     * @throws UsageException when standard input is no terminal
     */
    static RawTerminal find() {
        try {
            return new RawTerminal(stty("-g"));
        } catch (IOException e) {
            throw new UsageException("standard input is no terminal (" + e.getMessage()
                    + "); to feed a program, use: replyard exec REPL -- COMMAND");
        }
    }

    void enter() throws IOException {
        changed.set(true);
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "terminal"));
        Signals.listen("TSTP", () -> whileChanged(this::stop));
        Signals.listen("CONT", () -> whileChanged(RawTerminal::goOn));
        makeRaw();
    }

    private interface Step {
        void run() throws IOException;
    }

    private void whileChanged(Step step) {
        if (changed.get()) {
            try {
                step.run();
            } catch (IOException e) {
                Notices.onStandardError().say("the terminal: " + e.getMessage());
            }
        }
    }

    /** Stops this process, as the signal would have done by itself, and leaves the terminal to whoever sent it. */
    private void stop() throws IOException {
        stty(saved);
        signal("STOP");
    }

    /** After a stop. The window may have another size by now, so whoever listens for that is told. */
    private static void goOn() throws IOException {
        makeRaw();
        signal("WINCH");
    }

    private static void signal(String name) throws IOException {
        run(List.of("sh", "-c", "kill -" + name + " " + ProcessHandle.current().pid()));
    }

    private static void makeRaw() throws IOException {
        stty("raw", "-echo");
    }

    Size size() throws IOException {
        return Size.parse(stty("size"));
    }

    @Override
    public void close() {
        if (!changed.getAndSet(false)) {
            return;
        }
        try {
            stty(saved);
        } catch (IOException e) {
            Notices.onStandardError().say("cannot restore the terminal, type: stty sane (" + e.getMessage() + ")");
        }
    }

    private static String stty(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private static String run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectInput(Redirect.INHERIT)
                .redirectErrorStream(true)
                .start();
        try (InputStream answer = process.getInputStream()) {
            String text = new String(answer.readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new IOException(text);
            }
            return text;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
