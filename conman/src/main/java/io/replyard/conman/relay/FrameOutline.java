package io.replyard.conman.relay;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.netty.buffer.ByteBuf;
import io.replyard.proto.wire.Command;
import java.io.IOException;
import java.util.Arrays;

/**
 * The top-level fields of one Command, found without building the message. It reads with the same code that pid1's parser
 * reads with, so that both always see the same fields; what a sender of Commands never writes (groups, numbers with another
 * type than the schema's, very many fields) makes the frame malformed rather than a matter of interpretation.
 */
final class FrameOutline {
    /** A Command has five fields at most; some encoders repeat one. */
    private static final int MAX_FIELDS = 64;

    private int[] numbers = new int[4];
    private int[] starts = new int[4];
    private int[] ends = new int[4];
    private int count;
    private int channel;
    private int session;

    private FrameOutline() {}

    /**
     * Reads the outline of a frame.
     *
     * @throws MalformedFrameException when it is not a Command
     */
    static FrameOutline of(ByteBuf frame) throws MalformedFrameException {
        try {
            FrameOutline outline = new FrameOutline();
            outline.read(CodedInputStream.newInstance(frame.nioBuffer()));
            return outline;
        } catch (IOException e) {
            throw new MalformedFrameException("frame is not a Command", e);
        }
    }

    /** The last value of {@code channel}, which is the one that counts. */
    int channel() {
        return channel;
    }

    /** The last value of {@code session}. */
    int session() {
        return session;
    }

    /** How many fields there are, repetitions included. */
    int size() {
        return count;
    }

    /** Number of the i-th field. */
    int number(int i) {
        return numbers[i];
    }

    /** Where the i-th field's tag begins, from the first readable byte on. */
    int start(int i) {
        return starts[i];
    }

    /** One past the i-th field's last byte. */
    int end(int i) {
        return ends[i];
    }

    /** Whether a field of this number is there. */
    boolean has(int number) {
        for (int i = 0; i < count; i++) {
            if (numbers[i] == number) {
                return true;
            }
        }
        return false;
    }

    private void read(CodedInputStream in) throws IOException, MalformedFrameException {
        int start = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (count == MAX_FIELDS) {
                throw new MalformedFrameException("frame has more than " + MAX_FIELDS + " fields");
            }
            int number = WireFormat.getTagFieldNumber(tag);
            requireType(number, WireFormat.getTagWireType(tag));
            switch (number) {
                case Command.CHANNEL_FIELD_NUMBER -> channel = in.readInt32();
                case Command.SESSION_FIELD_NUMBER -> session = in.readInt32();
                default -> in.skipField(tag);
            }
            add(number, start, in.getTotalBytesRead());
            start = in.getTotalBytesRead();
        }
    }

    /** Refuses what a sender of Commands never writes: groups, and fields of another type than the schema's. */
    static void requireType(int number, int type) throws MalformedFrameException {
        if (type == WireFormat.WIRETYPE_START_GROUP || type == WireFormat.WIRETYPE_END_GROUP) {
            throw new MalformedFrameException("frame holds a group; Commands have none");
        }
        boolean numeric = switch (number) {
            case Command.CHANNEL_FIELD_NUMBER,
                    Command.SESSION_FIELD_NUMBER,
                    Command.STATE_FIELD_NUMBER,
                    Command.HASCAP_FIELD_NUMBER -> true;
            default -> false;
        };
        boolean known = number <= Command.REF_FIELD_NUMBER;
        if (known && numeric != (type == WireFormat.WIRETYPE_VARINT)) {
            throw new MalformedFrameException("field " + number + " of the frame has a wrong type");
        }
        if (known && !numeric && type != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
            throw new MalformedFrameException("field " + number + " of the frame has a wrong type");
        }
    }

    private void add(int number, int start, int end) {
        if (count == numbers.length) {
            numbers = Arrays.copyOf(numbers, count * 2);
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        numbers[count] = number;
        starts[count] = start;
        ends[count] = end;
        count++;
    }
}
