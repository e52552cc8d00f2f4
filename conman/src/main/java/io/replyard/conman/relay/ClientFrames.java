package io.replyard.conman.relay;

import com.google.protobuf.CodedInputStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.Pong;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a client's frame. Pure.
 *
 * <p>A frame is rewritten field by field: the sender's session number goes in front, whatever it claimed itself is left
 * out, and so are fields beyond {@code ref} (traces of later clients). One body that must not pass condemns the frame.
 */
final class ClientFrames {
    /** What to do with a frame. */
    sealed interface Verdict {
        /** Send these bytes, a copy, to pid1. */
        record Forward(ByteBuf frame) implements Verdict {}

        /** Send these bytes back to the client. */
        record Answer(ByteBuf frame) implements Verdict {}

        /** Do nothing. */
        record Drop(DropReason reason) implements Verdict {}
    }

    private static final int SESSION_TAG = Command.SESSION_FIELD_NUMBER << 3;

    private ClientFrames() {}

    /**
     * Decides about a frame of session {@code session}.
     *
     * @throws MalformedFrameException when it is not a Command
     */
    static Verdict judge(ByteBuf frame, int session) throws MalformedFrameException {
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

    /** What becomes of a message of session {@code session} that is too long to be judged as a whole. */
    static LongMessage.Rule longRule(int session) {
        return new LongMessage.Rule() {
            @Override
            public void begin(ByteBuf out) {
                stamp(out, session);
            }

            @Override
            public boolean passes(int field) {
                return ClientFrames.passes(field);
            }

            @Override
            public @Nullable DropReason drop(int body, int channel, int addressee) {
                return Bodies.fromClient(body) ? null : DropReason.CLIENT_BODY;
            }

            @Override
            public DropReason empty() {
                return DropReason.CLIENT_EMPTY;
            }
        };
    }

    static boolean isBody(int number) {
        return number > Command.SESSION_FIELD_NUMBER && number < Command.REF_FIELD_NUMBER;
    }

    private static boolean passes(int number) {
        return number != Command.SESSION_FIELD_NUMBER && number <= Command.REF_FIELD_NUMBER;
    }

    private static ByteBuf stamped(ByteBuf frame, FrameOutline outline, int session) {
        ByteBuf out = frame.alloc().buffer(Varints.LONGEST_STAMP + frame.readableBytes());
        stamp(out, session);
        for (int i = 0; i < outline.size(); i++) {
            if (passes(outline.number(i))) {
                out.writeBytes(frame, frame.readerIndex() + outline.start(i), outline.end(i) - outline.start(i));
            }
        }
        return out;
    }

    /** Writes the session field. */
    private static void stamp(ByteBuf out, int session) {
        Varints.write(out, SESSION_TAG);
        Varints.write(out, session);
    }

    private static ByteBuf pong(ByteBuf frame, FrameOutline outline) throws MalformedFrameException {
        String ref = "";
        for (int i = 0; i < outline.size(); i++) {
            if (outline.number(i) == Command.REF_FIELD_NUMBER) {
                ref = text(ByteBufUtil.getBytes(
                        frame, frame.readerIndex() + outline.start(i), outline.end(i) - outline.start(i)));
            }
        }
        return Unpooled.wrappedBuffer(Command.newBuilder()
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
