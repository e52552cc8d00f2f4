package io.replyard.pid1.output;

import io.replyard.pid1.process.ProgramOutput;
import io.replyard.proto.session.SessionProtocol;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/**
 * Carries a program's output to its channel, on a thread of its own. What a program prints goes at once; of one that
 * prints more often than the rate allows, what has gathered meanwhile goes as one message, and a full message always
 * goes: the rate holds messages back and never bytes. While clients are slow nothing is read, so the program fills its
 * pipe and then blocks; nothing is ever dropped.
 */
public final class OutputPump {
    /** The most that one message carries. */
    static final int CHUNK_BYTES = SessionProtocol.SHORT_PAYLOAD_BYTES;

    private static final Logger LOG = System.getLogger(OutputPump.class.getName());

    /** Where the bytes go. Called on the pump's thread, which it may hold up. */
    public interface Sink {
        /** Waits until clients can take more. */
        void awaitRoom() throws InterruptedException;

        /** Takes the next bytes, at least one; the array becomes the sink's. Returns when they have their place among the channel's frames. */
        void accept(byte[] bytes) throws InterruptedException;

        /** What was written so far is whole: the program has ended, or nobody can write any more. */
        void flush() throws InterruptedException;
    }

    private final ProgramOutput source;
    private final Sink sink;
    private final RateLimit limit;
    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private final Thread thread;
    private final byte[] gathered = new byte[CHUNK_BYTES];
    private int length;
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
        try {
            int count = 0;
            while (count >= 0) {
                // Read before the source: what was written before the end is then seen by this read.
                boolean lastLook = settling && !settled.isDone();
                count = source.read(gathered, length, CHUNK_BYTES - length);
                length += Math.max(0, count);
                if (length == CHUNK_BYTES || count < 0) {
                    send();
                } else if (count == 0 && lastLook) {
                    send();
                    sink.flush();
                    settled.complete(null);
                } else if (count == 0) {
                    sendOrAwaitMore();
                }
            }
            sink.flush();
        } catch (IOException broken) {
            LOG.log(Level.WARNING, "a program's output cannot be read", broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            source.close();
            settled.complete(null);
        }
    }

    private void sendOrAwaitMore() throws InterruptedException {
        if (length == 0) {
            source.await();
            return;
        }
        Duration wait = limit.take();
        if (wait.isZero()) {
            send();
        } else {
            source.await(wait);
        }
    }

    private void send() throws InterruptedException {
        if (length > 0) {
            sink.awaitRoom();
            byte[] bytes = Arrays.copyOf(gathered, length);
            length = 0;
            sink.accept(bytes);
        }
    }
}
