package io.replyard.conman.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.replyard.fuzz.Expect;
import io.replyard.proto.session.CloseReason;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What conman finds in bytes that come in these pieces: one line for each message, control frame and violation. */
public final class FoundFrames implements FrameSink {
    private final long limit;
    private final List<String> lines = new ArrayList<>();
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();

    private FoundFrames(long limit) {
        this.limit = limit;
    }

    /** Reads them all, and does what {@link WebSocket} does after a violation. */
    public static List<String> in(List<byte[]> pieces, boolean masked, long limit) {
        FoundFrames found = new FoundFrames(limit);
        FrameReader reader = new FrameReader(found, masked, limit);
        for (byte[] piece : pieces) {
            ByteBuf in = Unpooled.copiedBuffer(piece);
            while (in.isReadable()) {
                int before = in.readableBytes();
                boolean ended = false;
                try {
                    ended = reader.step(in);
                } catch (ViolationException e) {
                    reader.skipData();
                    found.lines.add("violation " + e.reason().code());
                }
                Expect.that(in.readableBytes() < before || ended, "each step takes a byte or ends a frame");
            }
        }
        return found.lines;
    }

    @Override
    public void begins(long declared) {
        Expect.that(declared >= 0 && declared <= limit, "no message begins that is longer than it may be");
        message.reset();
    }

    @Override
    public void part(ByteBuf bytes, boolean last) {
        message.writeBytes(ByteBufUtil.getBytes(bytes));
        Expect.that(message.size() <= limit, "no message is longer than it may be");
        if (last) {
            lines.add("message " + HexFormat.of().formatHex(message.toByteArray()));
            message.reset();
        }
    }

    @Override
    public void ping(ByteBuf payload) {
        lines.add("ping " + ByteBufUtil.hexDump(payload));
    }

    @Override
    public void pong() {
        lines.add("pong");
    }

    @Override
    public void close(CloseReason reason) {
        lines.add("close " + reason.code());
    }
}
