package io.replyard.pid1.process;

import com.google.protobuf.ByteString;
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

    /** What one write of pid1 passes at most. */
    private static final int CHUNK_BYTES = 64 * 1024;

    /** Bytes that wait; forgotten when nobody shall read them any more. */
    private static final class Piece {
        private final Runnable taken;
        private final boolean last;
        private ByteString bytes;
        private int position;

        Piece(ByteString bytes, Runnable taken, boolean last) {
            this.bytes = bytes;
            this.taken = taken;
            this.last = last;
        }

        /** A copy, so that a program that does not read keeps no more than this when the rest is forgotten. */
        synchronized byte[] next() {
            byte[] chunk = bytes.substring(position, Math.min(bytes.size(), position + CHUNK_BYTES))
                    .toByteArray();
            position += chunk.length;
            return chunk;
        }

        synchronized boolean isEmpty() {
            return position >= bytes.size();
        }

        void forget() {
            synchronized (this) {
                bytes = ByteString.EMPTY;
            }
            taken.run();
        }
    }

    private final Descriptor descriptor;
    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private @Nullable Thread feeder;
    private boolean closed;

    ProgramInput(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Passes bytes to the program.
     *
     * @param taken runs when they are needed no more; may run twice
     * @return lets go of what the program has not read by then
     */
    public Runnable write(ByteString bytes, Runnable taken) {
        Piece piece = new Piece(bytes, taken, false);
        give(piece);
        return piece::forget;
    }

    /** Lets the program see the end of its input after everything written so far. */
    public void end() {
        give(new Piece(ByteString.EMPTY, () -> {}, true));
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
        piece.forget();
    }

    private void feed() {
        try {
            boolean last = false;
            while (!last) {
                Piece piece = pieces.take();
                try {
                    while (!piece.isEmpty()) {
                        descriptor.writeFully(piece.next());
                    }
                } finally {
                    piece.forget();
                }
                last = piece.last;
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
            piece.forget();
        }
    }
}
