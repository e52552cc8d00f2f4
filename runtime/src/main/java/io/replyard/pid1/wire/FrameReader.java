package io.replyard.pid1.wire;

import io.replyard.pid1.channel.Hold;
import io.replyard.proto.session.CloseCode;
import io.replyard.proto.session.SessionProtocol;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads frames of a client (RFC 6455 section 5) and puts messages together. */
final class FrameReader {
    private static final int MAX_CONTROL_BYTES = 125;
    private static final byte[] NO_MASK = new byte[4];

    /** Frames of one message; each costs memory however short it is. */
    private static final int MAX_FRAGMENTS = 64 * 1024;

    private final PeerInput input;
    private final SessionMemory memory;
    private final List<byte[]> fragments = new ArrayList<>();
    private int fragmentBytes;
    private SessionMemory.@Nullable Claim claim;
    private boolean inMessage;

    FrameReader(PeerInput input, SessionMemory memory) {
        this.input = input;
        this.memory = memory;
    }

    /** What arrived. */
    sealed interface Incoming {
        /**
         * A whole binary message.
         *
         * @param hold the memory that it takes, to be released when it is needed no more
         */
        record Message(byte[] payload, Hold hold) implements Incoming {}

        /** A ping, to be answered. */
        record Ping(byte[] payload) implements Incoming {}

        /** A pong, asked for or not. */
        record Pong() implements Incoming {}

        /** The peer closes; {@link CloseCode#NO_STATUS} if it gave no code. */
        record Close(int code) implements Incoming {}
    }

    /** Waits for the next message or control frame. */
    Incoming next() throws IOException, InterruptedException, ProtocolViolation {
        while (true) {
            int first = input.readByte();
            int second = input.readByte();
            if ((first & 0x70) != 0) {
                throw new ProtocolViolation(CloseCode.PROTOCOL_ERROR, "reserved bits are set");
            }
            if ((second & 0x80) == 0) {
                throw new ProtocolViolation(CloseCode.PROTOCOL_ERROR, "a client's frames must be masked");
            }
            boolean last = (first & 0x80) != 0;
            int opcode = first & 0x0f;
            long length = length(second & 0x7f);
            if (opcode >= 0x8) {
                return control(opcode, last, length);
            }
            check(opcode, length);
            SessionMemory.Claim taken = claim == null ? memory.claim() : claim;
            claim = taken;
            byte[] payload = data(length, taken);
            if (last) {
                Incoming.Message message = new Incoming.Message(assemble(payload), taken);
                claim = null;
                return message;
            }
            fragments.add(payload);
            fragmentBytes += payload.length;
            inMessage = true;
        }
    }

    private long length(int marker) throws IOException, ProtocolViolation {
        if (marker < 126) {
            return marker;
        }
        int bytes = marker == 126 ? 2 : 8;
        long length = 0;
        for (int i = 0; i < bytes; i++) {
            length = length << 8 | input.readByte();
        }
        if (length < 0 || length < 126 || (marker == 127 && length < 0x10000)) {
            throw new ProtocolViolation(CloseCode.PROTOCOL_ERROR, "a frame's length is not in its shortest form");
        }
        return length;
    }

    private void check(int opcode, long length) throws ProtocolViolation {
        switch (opcode) {
            case 0x0 -> {
                if (!inMessage) {
                    throw new ProtocolViolation(CloseCode.PROTOCOL_ERROR, "a continuation of nothing");
                }
            }
            case 0x1 -> throw new ProtocolViolation(CloseCode.UNSUPPORTED, "frames must be binary");
            case 0x2 -> {
                if (inMessage) {
                    throw new ProtocolViolation(CloseCode.PROTOCOL_ERROR, "a message begins inside another");
                }
            }
            default -> throw new ProtocolViolation(CloseCode.PROTOCOL_ERROR, "unknown opcode " + opcode);
        }
        if (fragments.size() == MAX_FRAGMENTS) {
            throw new ProtocolViolation(CloseCode.TOO_BIG, "a message has more than " + MAX_FRAGMENTS + " fragments");
        }
        if (length + fragmentBytes > SessionProtocol.MAX_MESSAGE_BYTES) {
            throw new ProtocolViolation(
                    CloseCode.TOO_BIG,
                    "a message is longer than " + (SessionProtocol.MAX_MESSAGE_BYTES >> 20) + " MiB");
        }
    }

    private byte[] data(long length, SessionMemory.Claim taken)
            throws IOException, InterruptedException, ProtocolViolation {
        byte[] mask = input.readFully(new byte[4]);
        taken.grow((int) length);
        return unmask(input.readFully(new byte[(int) length]), mask);
    }

    private byte[] assemble(byte[] last) {
        if (!inMessage) {
            return last;
        }
        byte[] message = new byte[fragmentBytes + last.length];
        int at = 0;
        for (byte[] fragment : fragments) {
            System.arraycopy(fragment, 0, message, at, fragment.length);
            at += fragment.length;
        }
        System.arraycopy(last, 0, message, at, last.length);
        fragments.clear();
        fragmentBytes = 0;
        inMessage = false;
        return message;
    }

    private Incoming control(int opcode, boolean last, long length) throws IOException, ProtocolViolation {
        if (!last || length > MAX_CONTROL_BYTES) {
            throw new ProtocolViolation(
                    CloseCode.PROTOCOL_ERROR, "a control frame is fragmented or longer than " + MAX_CONTROL_BYTES);
        }
        byte[] mask = input.readFully(new byte[4]);
        byte[] payload = unmask(input.readFully(new byte[(int) length]), mask);
        return switch (opcode) {
            case 0x8 -> close(payload);
            case 0x9 -> new Incoming.Ping(payload);
            case 0xA -> new Incoming.Pong();
            default -> throw new ProtocolViolation(CloseCode.PROTOCOL_ERROR, "unknown opcode " + opcode);
        };
    }

    private static Incoming close(byte[] payload) throws ProtocolViolation {
        if (payload.length == 0) {
            return new Incoming.Close(CloseCode.NO_STATUS);
        }
        int code = payload.length == 1 ? 0 : ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
        if (!CloseCode.isAllowedOnTheWire(code)) {
            throw new ProtocolViolation(CloseCode.PROTOCOL_ERROR, "a close frame with a code that is not allowed");
        }
        return new Incoming.Close(code);
    }

    private static byte[] unmask(byte[] payload, byte[] mask) {
        // conman's key: it changes no byte.
        if (!Arrays.equals(mask, NO_MASK)) {
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i & 3];
            }
        }
        return payload;
    }

    /** Forgets an unfinished message, as the connection has ended. */
    void end() {
        fragments.clear();
        if (claim != null) {
            claim.release();
        }
    }
}
