package io.replyard.pid1.wire;

import io.replyard.proto.session.CloseCode;
import io.replyard.proto.session.CloseReason;
import io.replyard.proto.wire.Command;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** One frame to be sent, without a mask (RFC 6455 section 5). */
abstract sealed class OutgoingFrame {
    private static final int BINARY = 0x2;
    private static final int CLOSE = 0x8;
    private static final int PONG = 0xA;

    /** What a queued frame costs beside its bytes. */
    private static final int OVERHEAD = 64;

    private final int opcode;

    OutgoingFrame(int opcode) {
        this.opcode = opcode;
    }

    abstract int length();

    abstract void payload(OutputStream out) throws IOException;

    int cost() {
        return length() + OVERHEAD;
    }

    boolean isLast() {
        return opcode == CLOSE;
    }

    void write(OutputStream out) throws IOException {
        header(out, opcode, length());
        payload(out);
    }

    static OutgoingFrame message(Command command) {
        return new Message(command);
    }

    static OutgoingFrame pong(byte[] payload) {
        return new Control(PONG, payload);
    }

    static OutgoingFrame close(CloseReason reason) {
        return new Control(CLOSE, closePayload(reason));
    }

    private static byte[] closePayload(CloseReason reason) {
        if (reason.code() == CloseCode.NO_STATUS) {
            return new byte[0];
        }
        byte[] text = reason.text().getBytes(StandardCharsets.UTF_8);
        byte[] payload = new byte[2 + text.length];
        payload[0] = (byte) (reason.code() >> 8);
        payload[1] = (byte) reason.code();
        System.arraycopy(text, 0, payload, 2, text.length);
        return payload;
    }

    private static void header(OutputStream out, int opcode, int length) throws IOException {
        out.write(0x80 | opcode);
        if (length < 126) {
            out.write(length);
        } else if (length < 0x10000) {
            out.write(126);
            out.write(length >> 8);
            out.write(length);
        } else {
            out.write(127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                out.write((int) ((long) length >> shift));
            }
        }
    }

    private static final class Message extends OutgoingFrame {
        private final Command command;

        Message(Command command) {
            super(BINARY);
            this.command = command;
        }

        @Override
        int length() {
            return command.getSerializedSize();
        }

        @Override
        void payload(OutputStream out) throws IOException {
            command.writeTo(out);
        }
    }

    private static final class Control extends OutgoingFrame {
        private final byte[] payload;

        Control(int opcode, byte[] payload) {
            super(opcode);
            this.payload = payload;
        }

        @Override
        int length() {
            return payload.length;
        }

        @Override
        void payload(OutputStream out) throws IOException {
            out.write(payload);
        }
    }
}
