package io.replyard.pid1.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What the peer sends: a buffer over the socket that first gives the HTTP head and then bytes of frames. */
final class PeerInput {
    static final int MAX_HEAD_BYTES = 8 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final byte[] buffer = new byte[MAX_HEAD_BYTES];
    private int position;
    private int limit;

    PeerInput(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    /**
     * Reads up to the empty line that ends the head.
     *
     * @param patience for all of it, however slowly it drips
     * @throws HeadTooLongException if it is longer than {@link #MAX_HEAD_BYTES}
     */
    String readHead(Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
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
            long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (left <= 0) {
                throw new SocketTimeoutException("no complete request within " + patience);
            }
            socket.setSoTimeout((int) left);
            int count = in.read(buffer, limit, buffer.length - limit);
            if (count < 0) {
                throw new EOFException("closed before the request was complete");
            }
            limit += count;
        }
    }

    /** How long a read may wait from now on, before it throws {@link SocketTimeoutException}. */
    void setPatience(Duration patience) throws IOException {
        socket.setSoTimeout((int) patience.toMillis());
    }

    int readByte() throws IOException {
        if (position == limit) {
            limit = Math.max(0, in.read(buffer));
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
            int count = in.read(into, done, into.length - done);
            if (count < 0) {
                throw new EOFException("the connection ended inside a frame");
            }
            done += count;
        }
        return into;
    }

    /** Reads on until the peer hangs up or the time is over, and forgets it all. */
    void discardToEnd(long deadlineNanos) {
        try {
            int count = 0;
            while (count >= 0 && System.nanoTime() < deadlineNanos) {
                count = in.read(buffer);
            }
        } catch (IOException over) {
            // The connection was to end, and so it does.
            position = limit;
        }
    }
}
