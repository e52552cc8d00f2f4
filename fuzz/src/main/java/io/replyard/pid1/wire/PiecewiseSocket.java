package io.replyard.pid1.wire;

import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A connection that has these pieces to give, one a read, and then its end. */
final class PiecewiseSocket extends Socket {
    private final Deque<byte[]> pieces;
    private int at;

    PiecewiseSocket(List<byte[]> pieces) {
        this.pieces = new ArrayDeque<>(pieces);
    }

    @Override
    public InputStream getInputStream() {
        return new Pieces();
    }

    private final class Pieces extends InputStream {
        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            byte[] piece = pieces.peek();
            if (piece == null || length == 0) {
                return piece == null ? -1 : 0;
            }
            int count = Math.min(length, piece.length - at);
            System.arraycopy(piece, at, into, offset, count);
            at += count;
            if (at == piece.length) {
                pieces.remove();
                at = 0;
            }
            return count;
        }
    }
}
