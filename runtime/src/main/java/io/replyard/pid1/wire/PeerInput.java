package io.replyard.pid1.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What the peer sends: a buffer over the socket that first gives the HTTP head and then bytes of frames. */
final class PeerInput {
    static final int MAX_HEAD_BYTES = 8 * 1024;

    private static final Logger LOG = System.getLogger(PeerInput.class.getName());

    private final Socket socket;
    private final Deadlines deadlines;
    private final InputStream in;
    private final byte[] buffer = new byte[MAX_HEAD_BYTES];
    private int position;
    private int limit;

    /** How long one read may wait; 0 while there is one deadline for all. */
    private volatile long patienceNanos;

    private volatile long deadline;
    private volatile boolean waiting;
    private volatile boolean late;

    /**
     * @param deadlines ends reads that have waited for too long
     */
    PeerInput(Socket socket, Deadlines deadlines) throws IOException {
        this.socket = socket;
        this.deadlines = deadlines;
        this.in = socket.getInputStream();
    }

    /**
     * Reads up to the empty line that ends the head.
     *
     * @param patience for all of it, however slowly it drips
     * @throws HeadTooLongException if it is longer than {@link #MAX_HEAD_BYTES}
     */
    String readHead(Duration patience) throws IOException {
        deadline = System.nanoTime() + patience.toNanos();
        deadlines.watch(this);
        int seen = 0;
        while (true) {
            for (int i = seen; i + 3 < limit; i++) {
                if (buffer[i] == '\r' && buffer[i + 1] == '\n' && buffer[i + 2] == '\r' && buffer[i + 3] == '\n') {
                    position = i + 4;
                    return new String(buffer, 0, i, StandardCharsets.ISO_8859_1);
                }
            }
            // A head that comes byte by byte is not gone through again for each.
            seen = Math.max(0, limit - 3);
            if (limit == buffer.length) {
                throw new HeadTooLongException(MAX_HEAD_BYTES);
            }
            int count = read(buffer, limit, buffer.length - limit);
            if (count < 0) {
                throw new EOFException("closed before the request was complete");
            }
            limit += count;
        }
    }

    /** How long a read may wait from now on, before it throws {@link SocketTimeoutException}. */
    void setPatience(Duration patience) {
        patienceNanos = patience.toNanos();
        deadlines.watch(this);
    }

    /** Nanoseconds from {@code now} until it may be late, at the earliest. While nobody reads, the peer has all the time there is. */
    long left(long now) {
        long each = patienceNanos;
        return each > 0 && !waiting ? each : deadline - now;
    }

    /** Ends the read that waits, and all later ones. */
    void tooLate() {
        late = true;
        try {
            socket.shutdownInput();
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, () -> "a connection that is late has gone: " + gone.getMessage());
        }
    }

    private int read(byte[] into, int offset, int length) throws IOException {
        if (patienceNanos > 0) {
            deadline = System.nanoTime() + patienceNanos;
        }
        waiting = true;
        int count = in.read(into, offset, length);
        waiting = false;
        if (late) {
            throw new SocketTimeoutException("nothing more came in time");
        }
        return count;
    }

    int readByte() throws IOException {
        if (position == limit) {
            limit = Math.max(0, read(buffer, 0, buffer.length));
            position = 0;
            if (limit == 0) {
                throw new EOFException("the connection ended");
            }
        }
        return buffer[position++] & 0xff;
    }

    byte[] readFully(byte[] into) throws IOException {
        int done = Math.min(limit - position, into.length);
        System.arraycopy(buffer, position, into, 0, done);
        position += done;
        while (done < into.length) {
            int count = read(into, done, into.length - done);
            if (count < 0) {
                throw new EOFException("the connection ended inside a frame");
            }
            done += count;
        }
        return into;
    }

    /** There is no more to be read. */
    void end() {
        deadlines.forget(this);
    }

    /** Reads on until the peer hangs up or the time is over, and forgets it all. */
    void discardToEnd(long deadlineNanos) {
        try {
            int count = 0;
            while (count >= 0 && System.nanoTime() < deadlineNanos) {
                count = read(buffer, 0, buffer.length);
            }
        } catch (IOException over) {
            // The connection was to end, and so it does.
            position = limit;
        }
    }
}
