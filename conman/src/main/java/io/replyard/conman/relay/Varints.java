package io.replyard.conman.relay;

import io.netty.buffer.ByteBuf;

/** Numbers as protobuf writes them. */
final class Varints {
    /** The most that the session field takes, bytes. */
    static final int LONGEST_STAMP = 6;

    private static final int BITS = 7;

    private Varints() {}

    /** In the shortest form. */
    static void write(ByteBuf out, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.writeByte((int) ((rest & 0x7f) | 0x80));
            rest >>>= BITS;
        }
        out.writeByte((int) rest);
    }
}
