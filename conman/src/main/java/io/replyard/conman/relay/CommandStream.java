package io.replyard.conman.relay;

import com.google.protobuf.WireFormat;
import io.netty.buffer.ByteBuf;

/**
 * The top-level fields of one Command that comes in pieces, read without keeping any of it. It is as strict as {@link FrameOutline}, and takes
 * tags and lengths only as encoders write them.
 */
final class CommandStream {
    /** Told of each field in order: its beginning, then its number or its length and content. */
    interface Sink {
        /** A field begins. */
        void field(int number, int tag) throws MalformedFrameException;

        /** The value of the field, a number. */
        void number(long value) throws MalformedFrameException;

        /** The field has a content of that many bytes, and says so itself. */
        void length(int bytes) throws MalformedFrameException;

        /** More of the content; a slice of what was fed. */
        void content(ByteBuf bytes) throws MalformedFrameException;
    }

    private enum State {
        TAG,
        NUMBER,
        LENGTH,
        CONTENT
    }

    private static final int MAX_FIELDS = 64;
    private static final int BITS = 7;
    private static final int LONGEST = 10;
    private static final long MAX_TAG = 0xffff_ffffL;

    private final Sink sink;
    private State state = State.TAG;
    private long value;
    private int valueBytes;
    private int remaining;
    private int fields;

    CommandStream(Sink sink) {
        this.sink = sink;
    }

    /**
     * Takes the next piece, all of it.
     *
     * @throws MalformedFrameException when this is no Command
     */
    void feed(ByteBuf in) throws MalformedFrameException {
        while (in.isReadable()) {
            if (state == State.CONTENT) {
                content(in);
            } else if (varint(in)) {
                long read = value;
                value = 0;
                valueBytes = 0;
                took(read);
            }
        }
    }

    /**
     * The Command has ended.
     *
     * @throws MalformedFrameException when it ends within a field
     */
    void end() throws MalformedFrameException {
        if (state != State.TAG || valueBytes > 0) {
            throw new MalformedFrameException("frame is not a Command: it ends within a field");
        }
    }

    private boolean varint(ByteBuf in) throws MalformedFrameException {
        while (in.isReadable()) {
            byte next = in.readByte();
            value |= (next & 0x7fL) << (BITS * valueBytes);
            valueBytes++;
            if (next >= 0) {
                return true;
            }
            if (valueBytes == LONGEST) {
                throw new MalformedFrameException("frame is not a Command: a number in it does not end");
            }
        }
        return false;
    }

    private void took(long read) throws MalformedFrameException {
        switch (state) {
            case TAG -> tag(read);
            case NUMBER -> {
                state = State.TAG;
                sink.number(read);
            }
            default -> {
                if (read < 0 || read > Integer.MAX_VALUE) {
                    throw new MalformedFrameException("frame is not a Command: a field has an impossible length");
                }
                remaining = (int) read;
                state = remaining == 0 ? State.TAG : State.CONTENT;
                sink.length(remaining);
            }
        }
    }

    private void tag(long read) throws MalformedFrameException {
        int number = WireFormat.getTagFieldNumber((int) read);
        if (read < 0 || read > MAX_TAG || number == 0) {
            throw new MalformedFrameException("frame is not a Command: it has an impossible field");
        }
        fields++;
        if (fields > MAX_FIELDS) {
            throw new MalformedFrameException("frame has more than " + MAX_FIELDS + " fields");
        }
        int type = WireFormat.getTagWireType((int) read);
        FrameOutline.requireType(number, type);
        state = switch (type) {
            case WireFormat.WIRETYPE_VARINT -> State.NUMBER;
            case WireFormat.WIRETYPE_LENGTH_DELIMITED -> State.LENGTH;
            case WireFormat.WIRETYPE_FIXED32 -> fixed(Integer.BYTES);
            case WireFormat.WIRETYPE_FIXED64 -> fixed(Long.BYTES);
            default -> throw new MalformedFrameException("frame is not a Command: a field has an unknown type");
        };
        sink.field(number, (int) read);
    }

    private State fixed(int bytes) {
        remaining = bytes;
        return State.CONTENT;
    }

    private void content(ByteBuf in) throws MalformedFrameException {
        ByteBuf piece = in.readSlice(Math.min(remaining, in.readableBytes()));
        remaining -= piece.readableBytes();
        if (remaining == 0) {
            state = State.TAG;
        }
        sink.content(piece);
    }
}
