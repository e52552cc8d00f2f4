package io.replyard.conman.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.replyard.fuzz.Expect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/** However messages are cut into frames and reads, short ones arrive whole, long ones in order, and little is kept meanwhile. */
public final class MessagesFuzz {
    /** Of this many bytes frames are multiples; a frame alone may be too long to be put together. */
    private static final int UNIT = 400;

    private static final int PIECES = 96;

    private MessagesFuzz() {}

    /** Each byte is a piece: two bits say whether it ends its frame and its message, the others how long it is. */
    public static void fuzzerTestOneInput(byte[] data) {
        UnpooledByteBufAllocator alloc = new UnpooledByteBufAllocator(false, true);
        Arrived arrived = new Arrived();
        Messages messages = new Messages(alloc, arrived);
        List<String> sent = new ArrayList<>();
        CRC32 sum = new CRC32();
        int size = 0;
        boolean within = false;
        for (int at = 0; at < Math.min(data.length, PIECES); at++) {
            byte[] piece = new byte[piece(data[at])];
            Arrays.fill(piece, (byte) at);
            if (!within) {
                messages.begins(declared(data, at));
            }
            size += piece.length;
            sum.update(piece);
            boolean last = (data[at] & 0xc0) == 0xc0;
            ByteBuf bytes =
                    alloc.heapBuffer(piece.length, Math.max(1, piece.length)).writeBytes(piece);
            messages.part(bytes, last);
            bytes.release();
            within = !last;
            Expect.that(alloc.metric().usedHeapMemory() <= 2 * Messages.SHORT, "no more is kept than a short message");
            if (last) {
                sent.add((size <= Messages.SHORT ? "short " : "long ") + size + " " + sum.getValue());
                sum.reset();
                size = 0;
            }
        }
        messages.release();

        Expect.same(arrived.lines, sent, "messages arrive as they were sent");
        Expect.same(alloc.metric().usedHeapMemory(), 0L, "nothing is kept in the end");
    }

    /** How long the frame is that begins here. */
    private static long declared(byte[] data, int at) {
        int size = 0;
        for (int i = at; i < Math.min(data.length, PIECES); i++) {
            size += piece(data[i]);
            if ((data[i] & 0x80) != 0) {
                return size;
            }
        }
        return size;
    }

    private static int piece(byte input) {
        return (input & 0x3f) * UNIT;
    }

    private static final class Arrived implements Messages.Sink {
        private final List<String> lines = new ArrayList<>();
        private final CRC32 sum = new CRC32();
        private int size;

        @Override
        public void whole(ByteBuf message) {
            Expect.same(size, 0, "no message arrives within another");
            take(message);
            ends("short ");
        }

        @Override
        public void piece(ByteBuf piece, boolean first, boolean last) {
            Expect.that(!first || size == 0, "a message begins with its first piece");
            take(piece);
            if (last) {
                ends("long ");
            }
        }

        private void take(ByteBuf bytes) {
            sum.update(ByteBufUtil.getBytes(bytes));
            size += bytes.readableBytes();
        }

        private void ends(String kind) {
            lines.add(kind + size + " " + sum.getValue());
            sum.reset();
            size = 0;
        }
    }

    public static List<byte[]> seeds() {
        return List.of(
                new byte[] {(byte) 0xc1, (byte) 0xc0, (byte) 0xff},
                new byte[] {0x3f, 0x3f, (byte) 0xbf, 0x3f, (byte) 0xc1},
                new byte[] {(byte) 0xbf, (byte) 0xbf, (byte) 0xbf, (byte) 0xc0, 0x3f, 0x3f, 0x3f, (byte) 0xff});
    }
}
