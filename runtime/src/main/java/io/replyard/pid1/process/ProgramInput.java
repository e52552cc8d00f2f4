package io.replyard.pid1.process;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * What a program reads. Writing never blocks: a thread of its own feeds the program as fast as that reads. What waits
 * here is bounded by whoever gives it, through the action that runs once a piece has been taken (or is lost, because
 * the program reads no more).
 */
public final class ProgramInput {
    private static final Logger LOG = System.getLogger(ProgramInput.class.getName());

    private record Piece(byte[] bytes, Runnable taken, boolean last) {}

    private final Descriptor descriptor;
    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private @Nullable Thread feeder;
    private boolean closed;

    ProgramInput(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    /** Passes bytes to the program; {@code taken} runs exactly once. */
    public void write(byte[] bytes, Runnable taken) {
        give(new Piece(bytes, taken, false));
    }

    /** Lets the program see the end of its input after everything written so far. */
    public void end() {
        give(new Piece(new byte[0], () -> {}, true));
    }

    private void give(Piece piece) {
        synchronized (pieces) {
            if (!closed) {
                pieces.add(piece);
                if (feeder == null) {
                    feeder = Thread.ofVirtual().name("program-input").start(this::feed);
                }
                return;
            }
        }
        piece.taken().run();
    }

    private void feed() {
        try {
            boolean last = false;
            while (!last) {
                Piece piece = pieces.take();
                try {
                    descriptor.writeFully(piece.bytes());
                } finally {
                    piece.taken().run();
                }
                last = piece.last();
            }
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, () -> "a program reads no more input: " + gone.getMessage());
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    /** Ends it at once; what was not taken yet is lost. */
    void close() {
        synchronized (pieces) {
            closed = true;
            if (feeder != null && !feeder.equals(Thread.currentThread())) {
                feeder.interrupt();
            }
        }
        descriptor.close();
        for (Piece piece = pieces.poll(); piece != null; piece = pieces.poll()) {
            piece.taken().run();
        }
    }
}
