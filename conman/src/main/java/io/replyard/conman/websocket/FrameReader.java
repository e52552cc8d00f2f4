package io.replyard.conman.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.replyard.proto.session.CloseCode;
import io.replyard.proto.session.CloseReason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads the frames of one end of a connection from its bytes, in whatever pieces these come. Payloads are passed on as they come: what
 * it holds itself is a header or a control frame. A message is counted by what its headers declare, so that one beyond the
 * limit is known before its bytes are there.
 *
 * <p>A violation that leaves it clear where the next frame begins (a text frame, a message too long) does not stop the
 * reading: the other end's close frame is still found. After every other one the rest means nothing and is thrown away.
 */
final class FrameReader {
    private static final int CONTROL_LIMIT = 125;
    private static final int SHORT_HEADER = 2;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final int KEY_BYTES = 4;
    private static final ByteBuf NOTHING = Unpooled.EMPTY_BUFFER;

    private final FrameSink sink;
    private final boolean masked;
    private final byte[] header = new byte[SHORT_HEADER + Long.BYTES + KEY_BYTES];
    private final byte[] control = new byte[CONTROL_LIMIT];
    private long limit;
    private int headerHas;
    private int headerNeeds = SHORT_HEADER;
    private int opcode;
    private boolean fin;
    private int key;
    private long length;
    private long done;
    private boolean inMessage;
    private long messageBytes;
    private boolean skipping;
    private boolean broken;

    /**
     * A reader at the beginning of the frames.
     *
     * @param masked whether the other end is a client, which must mask, or a server, which must not
     * @param limit how many bytes a message may have
     */
    FrameReader(FrameSink sink, boolean masked, long limit) {
        this.sink = sink;
        this.masked = masked;
        this.limit = limit;
    }

    /** From the next frame on messages may have that many bytes. */
    void limit(long bytes) {
        limit = bytes;
    }

    /** Data is thrown away from now on; control frames still count. */
    void skipData() {
        skipping = true;
    }

    /**
     * Takes at least a byte of {@code in}, at most the rest of one frame; none where a frame without a payload ends that broke a rule.
     *
     * @return whether a frame has ended
     */
    boolean step(ByteBuf in) throws ViolationException {
        if (broken) {
            in.skipBytes(in.readableBytes());
            return false;
        }
        return headerHas < headerNeeds ? head(in) : payload(in);
    }

    private boolean head(ByteBuf in) throws ViolationException {
        while (headerHas < headerNeeds && in.isReadable()) {
            header[headerHas++] = in.readByte();
            if (headerHas == SHORT_HEADER) {
                startHeader();
            }
        }
        if (headerHas < headerNeeds) {
            return false;
        }
        finishHeader();
        return length == 0 && payload(NOTHING);
    }

    private void startHeader() throws ViolationException {
        fin = header[0] < 0;
        opcode = header[0] & 0x0f;
        int announced = header[1] & 0x7f;
        require((header[0] & 0x70) == 0, "a reserved bit of a frame is set, and no extension was agreed on");
        require(Opcode.isKnown(opcode), "a frame has the unknown opcode " + opcode);
        require(
                header[1] < 0 == masked,
                masked ? "a client's frames must be masked" : "a server's frames are not masked");
        if (Opcode.isControl(opcode)) {
            require(fin, "a control frame is fragmented");
            require(announced <= CONTROL_LIMIT, "a control frame has more than " + CONTROL_LIMIT + " bytes");
        } else {
            require(
                    opcode == Opcode.CONTINUATION == inMessage,
                    inMessage ? "a message begins within another" : "a frame continues no message");
        }
        headerNeeds += switch (announced) {
            case LENGTH_16 -> Short.BYTES;
            case LENGTH_64 -> Long.BYTES;
            default -> 0;
        };
        headerNeeds += masked ? KEY_BYTES : 0;
    }

    private void finishHeader() throws ViolationException {
        ByteBuffer fields = ByteBuffer.wrap(header, SHORT_HEADER, header.length - SHORT_HEADER);
        int announced = header[1] & 0x7f;
        length = switch (announced) {
            case LENGTH_16 -> fields.getShort() & 0xffff;
            case LENGTH_64 -> fields.getLong();
            default -> announced;
        };
        require(
                length >= 0
                        && (announced != LENGTH_16 || length > CONTROL_LIMIT)
                        && (announced != LENGTH_64 || length > 0xffff),
                "the length of a frame is not written in its shortest form");
        key = masked ? fields.getInt() : 0;
        done = 0;
        if (!Opcode.isControl(opcode)) {
            startData();
        }
    }

    private void startData() throws ViolationException {
        boolean first = !inMessage;
        inMessage = !fin;
        if (skipping) {
            return;
        }
        messageBytes = first ? 0 : messageBytes;
        if (opcode == Opcode.TEXT) {
            skipping = true;
            throw new ViolationException(
                    CloseReason.unsupported("text frames are not spoken here: send each Command as one binary frame"));
        }
        // Both are below the limit or this is the frame that is too long: no sum overflows.
        if (length > limit || messageBytes + length > limit) {
            skipping = true;
            throw new ViolationException(CloseReason.tooBig("a message may have " + limit + " bytes at most here"));
        }
        messageBytes += length;
        if (first) {
            sink.begins(length);
        }
    }

    private boolean payload(ByteBuf in) throws ViolationException {
        ByteBuf piece = in.readSlice((int) Math.min(length - done, in.readableBytes()));
        int size = piece.readableBytes();
        boolean data = !Opcode.isControl(opcode);
        if (masked && !(data && skipping)) {
            Mask.apply(piece, key, done);
        }
        if (!data) {
            piece.readBytes(control, (int) done, size);
        }
        done += size;
        boolean ended = done == length;
        if (ended) {
            headerHas = 0;
            headerNeeds = SHORT_HEADER;
        }
        if (data && !skipping) {
            sink.part(piece, ended && fin);
        } else if (!data && ended) {
            control();
        }
        return ended;
    }

    private void control() throws ViolationException {
        ByteBuf payload = Unpooled.wrappedBuffer(control, 0, (int) length);
        switch (opcode) {
            case Opcode.PING -> sink.ping(payload);
            case Opcode.PONG -> sink.pong();
            default -> {
                CloseReason reason = closeReason(payload);
                broken = true;
                sink.close(reason);
            }
        }
    }

    private CloseReason closeReason(ByteBuf payload) throws ViolationException {
        if (!payload.isReadable()) {
            return new CloseReason(CloseCode.NO_STATUS, "");
        }
        require(payload.readableBytes() >= Short.BYTES, "a close frame has one byte");
        int code = payload.readUnsignedShort();
        require(CloseCode.isAllowedOnTheWire(code), "a close frame has the code " + code);
        try {
            return new CloseReason(
                    code,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(payload.nioBuffer())
                            .toString());
        } catch (CharacterCodingException e) {
            broken = true;
            throw new ViolationException(CloseReason.malformed("the reason of a close frame is not UTF-8"));
        }
    }

    private void require(boolean kept, String otherwise) throws ViolationException {
        if (!kept) {
            broken = true;
            throw new ViolationException(CloseReason.protocolError(otherwise));
        }
    }
}
