package io.replyard.pid1.output;

import io.replyard.pid1.process.ProgramOutput;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Carries a program's output to its channel, on a thread of its own. While the clients are slow or the rate is used up
 * it does not read, so the program fills its pipe and then blocks; nothing is ever dropped, and what has gathered
 * meanwhile goes as one message.
 */
public final class OutputPump {
    /** The most that one message carries. */
    static final int CHUNK_BYTES = 64 * 1024;

    private static final Logger LOG = System.getLogger(OutputPump.class.getName());

    /** Where the text goes. Called on the pump's thread, which it may hold up. */
    public interface Sink {
        /** Waits until clients can take more. */
        void awaitRoom() throws InterruptedException;

        /** Takes a piece of valid, non-empty text. Returns when it has its place among the channel's frames. */
        void accept(String text) throws InterruptedException;
    }

    private final ProgramOutput source;
    private final Sink sink;
    private final RateLimit limit;
    private final Utf8Stream text = new Utf8Stream();
    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private final Thread thread;
    private volatile boolean settling;

    private OutputPump(ProgramOutput source, Sink sink, RateLimit limit) {
        this.source = source;
        this.sink = sink;
        this.limit = limit;
        this.thread = Thread.ofVirtual().name("output").unstarted(this::run);
    }

    /** Starts pumping until the output ends or the pump is stopped. */
    public static OutputPump start(ProgramOutput source, Sink sink, RateLimit limit) {
        OutputPump pump = new OutputPump(source, sink, limit);
        pump.thread.start();
        return pump;
    }

    /**
     * Call it when the program has ended: what it wrote before is then in the pipe. Completes when all of that has been
     * accepted, even if a background process keeps the pipe open; its later output still flows.
     */
    public CompletableFuture<Void> settle() {
        settling = true;
        source.wake();
        return settled;
    }

    /** Stops; what was not sent yet is lost. */
    public void stop() {
        thread.interrupt();
    }

    private void run() {
        byte[] buffer = new byte[CHUNK_BYTES];
        try {
            int count = 0;
            while (count >= 0) {
                // Read before the source: what was written before the end is then seen by this read.
                boolean lastLook = settling && !settled.isDone();
                count = source.read(buffer, 0, buffer.length);
                if (count > 0) {
                    deliver(buffer, count);
                } else if (count == 0 && lastLook) {
                    flush();
                    settled.complete(null);
                } else if (count == 0) {
                    source.await();
                }
            }
            flush();
        } catch (IOException broken) {
            LOG.log(Level.WARNING, "a program's output cannot be read", broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            source.close();
            settled.complete(null);
        }
    }

    private void deliver(byte[] buffer, int first) throws IOException, InterruptedException {
        sink.awaitRoom();
        int length = first;
        Duration wait = limit.take();
        if (wait.isPositive()) {
            Thread.sleep(wait);
        }
        // A terminal gives 4 KiB at most in one read, a pipe what is there: fill the message.
        int more = length < buffer.length ? source.read(buffer, length, buffer.length - length) : 0;
        while (more > 0) {
            length += more;
            more = length < buffer.length ? source.read(buffer, length, buffer.length - length) : 0;
        }
        accept(text.decode(buffer, length));
    }

    private void flush() throws InterruptedException {
        accept(text.finish());
    }

    private void accept(String piece) throws InterruptedException {
        if (!piece.isEmpty()) {
            sink.accept(piece);
        }
    }
}
