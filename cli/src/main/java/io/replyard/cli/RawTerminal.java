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
 * by a signal, brings back what was before.
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
            System.err.println("replyard: cannot restore the terminal, type: stty sane (" + e.getMessage() + ")");
        }
    }

    private static String stty(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(arguments));
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
