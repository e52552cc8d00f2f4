package io.replyard.conman.relay;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.replyard.fuzz.CutInput;
import io.replyard.fuzz.Expect;
import io.replyard.proto.wire.Command;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client sends reaches pid1 as the parser there reads it, under the client's own session and with allowed bodies alone; and a message that passes in pieces
 * is the one that would have passed as a whole.
 */
public final class ClientFramesFuzz {
    private static final int SESSION = 300;

    private ClientFramesFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        CutInput input = CutInput.of(data);
        Command sent = Commands.parsed(input.bytes());

        ByteString forwarded = judged(input.bytes(), sent);
        LongOutcome whole = LongOutcome.of(ClientFrames.longRule(SESSION), input.whole());

        Expect.same(
                LongOutcome.of(ClientFrames.longRule(SESSION), input.pieces()),
                whole,
                "cuts change nothing in long ones");
        if (whole.verdict().equals(LongOutcome.PASSED)) {
            Expect.that(forwarded != null, "what passes in pieces passes as a whole");
            requireSent(whole.passed(), sent);
        } else if (forwarded != null) {
            Expect.same(whole.verdict(), LongOutcome.MALFORMED, "what passes as a whole passes in pieces, if in order");
        }
    }

    /** What is sent to pid1, or null. */
    private static @Nullable ByteString judged(ByteString bytes, @Nullable Command sent) {
        ByteBuf frame = Unpooled.wrappedBuffer(bytes.toByteArray());
        try {
            FrameOutline outline = FrameOutline.of(frame);
            if (sent != null) {
                Expect.same(outline.channel(), sent.getChannel(), "channel is what the parser reads");
                Expect.same(outline.session(), sent.getSession(), "session is what the parser reads");
            }
            return switch (ClientFrames.judge(frame, SESSION)) {
                case ClientFrames.Verdict.Forward(ByteBuf out) -> forwarded(out, sent);
                case ClientFrames.Verdict.Answer(ByteBuf out) -> answered(out, sent);
                case ClientFrames.Verdict.Drop _ -> null;
            };
        } catch (MalformedFrameException _) {
            return null;
        }
    }

    private static ByteString forwarded(ByteBuf out, @Nullable Command sent) throws MalformedFrameException {
        FrameOutline outline = FrameOutline.of(out);
        for (int i = 0; i < outline.size(); i++) {
            int number = outline.number(i);
            Expect.that(
                    number <= Command.SESSION_FIELD_NUMBER
                            || number == Command.REF_FIELD_NUMBER
                            || Bodies.fromClient(number),
                    "pid1 gets allowed bodies alone");
        }
        ByteString bytes = ByteString.copyFrom(ByteBufUtil.getBytes(out));
        out.release();
        requireSent(bytes, sent);
        return bytes;
    }

    private static @Nullable ByteString answered(ByteBuf out, @Nullable Command sent) {
        Command answer = Commands.parsed(ByteString.copyFrom(ByteBufUtil.getBytes(out)));
        Expect.that(answer != null && answer.hasPong(), "a ping is answered with a pong");
        if (sent != null && answer != null) {
            Expect.same(answer.getRef(), sent.getRef(), "an answer has the ref of its question");
        }
        return null;
    }

    private static void requireSent(ByteString forwarded, @Nullable Command sent) {
        Command expected = sent == null
                ? null
                : sent.toBuilder()
                        .setSession(SESSION)
                        .setUnknownFields(UnknownFieldSet.getDefaultInstance())
                        .build();
        Command read = Commands.parsed(forwarded);
        Expect.that(read == null ? expected == null : read.equals(expected), "pid1 reads what the client has sent");
    }

    public static List<byte[]> seeds() {
        return Commands.samples().stream()
                .map(sample -> CutInput.seed(sample.getChannel(), sample.toByteArray()))
                .toList();
    }
}
