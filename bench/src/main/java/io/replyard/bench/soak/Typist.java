package io.replyard.bench.soak;

import io.replyard.cli.client.ReplChannel;
import io.replyard.cli.client.ReplConnection;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.OpenChannel;
import io.replyard.proto.wire.Ping;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Somebody at a terminal who types line after line and pings between them, and takes nothing but exactly what was typed for
 * an echo. One thread.
 */
public final class Typist {
    private static final String READY = "ready\n";

    private final ReplConnection connection;
    private final ReplChannel terminal;
    private final Duration patience;
    private final Echo echo;
    private long lines;

    private Typist(ReplConnection connection, ReplChannel terminal, Duration patience, Echo echo) {
        this.connection = connection;
        this.terminal = terminal;
        this.patience = patience;
        this.echo = echo;
    }

    /**
     * Opens a terminal whose program sends back what it is sent.
     *
     * @param connection a ready one
     * @param patience how long to wait for any answer
     */
    public static Typist at(ReplConnection connection, Duration patience)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Echo echo = new Echo();
        // The shell's own greeting, prompt and echo come first and are no echo of ours.
        CompletableFuture<Void> ready = echo.expectAtTheEnd(READY);
        ReplChannel terminal = connection.openChannel("shell", "", OpenChannel.Action.CREATE, echo::hear);
        terminal.input("stty -echo -onlcr; echo rea''dy; exec cat\n");
        ready.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        return new Typist(connection, terminal, patience, echo);
    }

    /**
     * Pings the Repl.
     *
     * @return nanoseconds until the answer was there
     * @throws ExecutionException when the connection ended instead
     */
    public long ping() throws IOException, InterruptedException, ExecutionException, TimeoutException {
        long start = System.nanoTime();
        Command pong = connection
                .request(Command.newBuilder().setPing(Ping.getDefaultInstance()))
                .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (!pong.hasPong()) {
            throw new IllegalStateException("the answer to a ping was " + pong);
        }
        return System.nanoTime() - start;
    }

    /**
     * Types one line.
     *
     * @return nanoseconds until its echo was there
     * @throws ExecutionException when the echo was another text
     */
    public long type() throws IOException, InterruptedException, ExecutionException, TimeoutException {
        String line = "line " + lines++ + "\n";
        CompletableFuture<Void> heard = echo.expect(line);
        long start = System.nanoTime();
        terminal.input(line);
        heard.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        return System.nanoTime() - start;
    }

    /** What the terminal is to say next. */
    private static final class Echo {
        private final StringBuilder heard = new StringBuilder();
        private String expected = "";
        private boolean anythingBefore;
        private CompletableFuture<Void> complete = new CompletableFuture<>();

        synchronized CompletableFuture<Void> expectAtTheEnd(String text) {
            anythingBefore = true;
            return expectNext(text);
        }

        synchronized CompletableFuture<Void> expect(String text) {
            anythingBefore = false;
            return expectNext(text);
        }

        private CompletableFuture<Void> expectNext(String text) {
            expected = text;
            complete = new CompletableFuture<>();
            return complete;
        }

        synchronized void hear(Command command) {
            heard.append(command.getOutput());
            boolean whole = anythingBefore ? heard.toString().endsWith(expected) : expected.contentEquals(heard);
            if (whole) {
                heard.setLength(0);
                complete.complete(null);
            } else if (!anythingBefore && !expected.startsWith(heard.toString())) {
                complete.completeExceptionally(
                        new IllegalStateException("instead of \"" + expected + "\" came \"" + heard + "\""));
            }
        }
    }
}
