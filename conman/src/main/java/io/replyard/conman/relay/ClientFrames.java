package io.replyard.conman.relay;

import com.google.protobuf.CodedInputStream;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.Pong;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;

/**
 * What becomes of a client's frame. Pure.
 *
 * <p>A frame is rewritten field by field: the sender's session number goes in front, whatever it claimed itself is left
 * out, and so are fields beyond {@code ref} (traces of later clients). One body that must not pass condemns the frame.
 */
final class ClientFrames {
    /** What to do with a frame. */
    sealed interface Verdict {
        /** Send these bytes to pid1. */
        record Forward(Buffer frame) implements Verdict {}

        /** Send these bytes back to the client. */
        record Answer(Buffer frame) implements Verdict {}

        /** Do nothing. */
        record Drop(DropReason reason) implements Verdict {}
    }

    private static final int SESSION_TAG = Command.SESSION_FIELD_NUMBER << 3;
    private static final int LONGEST_VARINT = 5;

    private ClientFrames() {}

    /**
     * Decides about a frame of session {@code session}.
     *
     * @throws MalformedFrameException when it is not a Command
     */
    static Verdict judge(Buffer frame, int session) throws MalformedFrameException {
        FrameOutline outline = FrameOutline.of(frame);
        int bodies = 0;
        boolean relayed = true;
        for (int i = 0; i < outline.size(); i++) {
            if (isBody(outline.number(i))) {
                bodies++;
                relayed &= Bodies.fromClient(outline.number(i));
            }
        }
        if (bodies == 0) {
            return new Verdict.Drop(DropReason.CLIENT_EMPTY);
        }
        if (relayed) {
            return new Verdict.Forward(stamped(frame, outline, session));
        }
        if (outline.channel() == 0 && bodies == 1) {
            if (outline.has(Command.PING_FIELD_NUMBER)) {
                return new Verdict.Answer(pong(frame, outline));
            }
            if (outline.has(Command.INCREF_FIELD_NUMBER)) {
                return new Verdict.Drop(DropReason.CLIENT_KEEP_ALIVE);
            }
        }
        return new Verdict.Drop(DropReason.CLIENT_BODY);
    }

    private static boolean isBody(int number) {
        return number > Command.SESSION_FIELD_NUMBER && number < Command.REF_FIELD_NUMBER;
    }

    private static Buffer stamped(Buffer frame, FrameOutline outline, int session) {
        Buffer out = Buffer.buffer(frame.length() + 1 + LONGEST_VARINT);
        out.appendByte((byte) SESSION_TAG);
        appendVarint(out, session);
        int from = 0;
        int to = 0;
        for (int i = 0; i < outline.size(); i++) {
            if (outline.number(i) == Command.SESSION_FIELD_NUMBER || outline.number(i) > Command.REF_FIELD_NUMBER) {
                out.appendBuffer(frame, from, to - from);
                from = outline.end(i);
            }
            to = outline.end(i);
        }
        return out.appendBuffer(frame, from, to - from);
    }

    private static void appendVarint(Buffer out, int value) {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            out.appendByte((byte) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.appendByte((byte) rest);
    }

    private static Buffer pong(Buffer frame, FrameOutline outline) throws MalformedFrameException {
        String ref = "";
        for (int i = 0; i < outline.size(); i++) {
            if (outline.number(i) == Command.REF_FIELD_NUMBER) {
                ref = text(frame.getBytes(outline.start(i), outline.end(i)));
            }
        }
        return Buffer.buffer(Command.newBuilder()
                .setPong(Pong.getDefaultInstance())
                .setRef(ref)
                .build()
                .toByteArray());
    }

    private static String text(byte[] field) throws MalformedFrameException {
        try {
            CodedInputStream in = CodedInputStream.newInstance(field);
            in.readTag();
            return in.readStringRequireUtf8();
        } catch (IOException e) {
            throw new MalformedFrameException("ref of the frame is not UTF-8", e);
        }
    }
}
