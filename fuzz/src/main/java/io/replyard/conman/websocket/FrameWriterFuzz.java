package io.replyard.conman.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.replyard.fuzz.Expect;
import io.replyard.proto.session.SessionProtocol;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** What a writer writes, a reader reads: each message whole, in the order in which they ended, also those that come while one is in fragments. */
public final class FrameWriterFuzz {
    /** Of this many bytes payloads are multiples; with the longest a length has eight bytes. */
    private static final int UNIT = 300;

    private static final int CALLS = 12;

    private FrameWriterFuzz() {}

    /** The first byte says which end writes; each pair after it is a call. */
    public static void fuzzerTestOneInput(byte[] data) {
        boolean masking = data.length > 0 && data[0] < 0;
        EmbeddedChannel channel = new EmbeddedChannel();
        FrameWriter writer = new FrameWriter(channel, masking);
        List<String> sent = new ArrayList<>();
        List<String> waiting = new ArrayList<>();
        ByteArrayOutputStream fragmented = new ByteArrayOutputStream();
        boolean within = false;
        for (int at = 1; at + 1 < Math.min(data.length, 2 * CALLS); at += 2) {
            byte[] payload = new byte[(data[at + 1] & 0xff) * UNIT];
            Arrays.fill(payload, data[at + 1]);
            switch (data[at] & 3) {
                case 0 -> {
                    writer.message(Unpooled.wrappedBuffer(payload));
                    (within ? waiting : sent).add("message " + HexFormat.of().formatHex(payload));
                }
                case 1 -> {
                    writer.ping();
                    sent.add("ping ");
                }
                default -> {
                    boolean last = (data[at] & 3) == 3;
                    writer.fragment(Unpooled.wrappedBuffer(payload), !within, last);
                    fragmented.writeBytes(payload);
                    within = !last;
                    if (last) {
                        sent.add("message " + HexFormat.of().formatHex(fragmented.toByteArray()));
                        fragmented.reset();
                        sent.addAll(waiting);
                        waiting.clear();
                    }
                }
            }
        }
        channel.flush();
        List<byte[]> written = new ArrayList<>();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            written.add(ByteBufUtil.getBytes(out));
            out.release();
        }
        writer.release();
        channel.finishAndReleaseAll();

        Expect.same(
                FoundFrames.in(written, masking, SessionProtocol.MAX_MESSAGE_BYTES), sent, "what is written is read");
    }

    public static List<byte[]> seeds() {
        return List.of(
                new byte[] {0, 0, 1, 0, 0, 1, 0, 0, (byte) 255},
                new byte[] {-1, 2, 4, 0, 5, 1, 0, 2, 100, 3, 0, 0, 9},
                new byte[] {0, 3, 120, 2, 60, 0, 60, 0, 1, 3, 60});
    }
}
