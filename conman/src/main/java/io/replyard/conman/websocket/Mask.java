package io.replyard.conman.websocket;

import io.netty.buffer.ByteBuf;

/** The masking of RFC 6455 section 5.3, in place. It is its own inverse. */
final class Mask {
    private static final int KEY_BYTES = 4;

    private Mask() {}

    /**
     * Masks the readable bytes of {@code bytes}.
     *
     * @param key the frame's key, its first byte the highest
     * @param offset how many bytes of the payload came before these; only its remainder by 4 matters
     */
    static void apply(ByteBuf bytes, int key, long offset) {
        if (key == 0) {
            return;
        }
        int turned = Integer.rotateLeft(key, (int) (offset % KEY_BYTES) * Byte.SIZE);
        long wide = ((long) turned << Integer.SIZE) | (turned & 0xffff_ffffL);
        int at = bytes.readerIndex();
        int end = bytes.writerIndex();
        for (; end - at >= Long.BYTES; at += Long.BYTES) {
            bytes.setLong(at, bytes.getLong(at) ^ wide);
        }
        for (int shift = Integer.SIZE - Byte.SIZE; at < end; at++, shift -= Byte.SIZE) {
            bytes.setByte(at, bytes.getByte(at) ^ (turned >>> (shift & 31)));
        }
    }
}
