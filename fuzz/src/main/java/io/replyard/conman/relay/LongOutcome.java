package io.replyard.conman.relay;

import com.google.protobuf.ByteString;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.replyard.fuzz.Expect;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a long message.
 *
 * @param verdict {@code passed}, {@code malformed}, or why it was dropped
 * @param passed all that was passed on, when it was passed whole
 */
record LongOutcome(String verdict, ByteString passed) {
    static final String PASSED = "passed";
    static final String MALFORMED = "malformed";

    /** Beside the one piece that is held back. */
    private static final int MOST_KEPT = 4 * 1024;

    /** Of a message that comes in these pieces. */
    static LongOutcome of(LongMessage.Rule rule, List<byte[]> pieces) {
        UnpooledByteBufAllocator alloc = new UnpooledByteBufAllocator(false, true);
        Passed passed = new Passed();
        LongMessage message = new LongMessage(rule, alloc, passed);
        String verdict = PASSED;
        try {
            List<byte[]> all = pieces.isEmpty() ? List.of(new byte[0]) : pieces;
            for (int i = 0; i < all.size(); i++) {
                DropReason dropped = take(message, alloc, all.get(i), i == all.size() - 1);
                verdict = dropped == null ? PASSED : dropped.name();
                long longest =
                        all.stream().mapToInt(piece -> piece.length).max().orElse(0);
                Expect.that(
                        alloc.metric().usedHeapMemory() <= MOST_KEPT + longest,
                        "little is kept of a long message, whatever is in it");
            }
        } catch (MalformedFrameException _) {
            message.abandon();
            verdict = MALFORMED;
        }
        Expect.same(alloc.metric().usedHeapMemory(), 0L, "nothing is kept after its end");
        Expect.that(
                passed.ended == verdict.equals(PASSED), "who was passed a message is told its end, and nobody else");
        return new LongOutcome(verdict, passed.ended ? passed.bytes : ByteString.EMPTY);
    }

    private static @Nullable DropReason take(
            LongMessage message, UnpooledByteBufAllocator alloc, byte[] piece, boolean ends)
            throws MalformedFrameException {
        ByteBuf bytes =
                alloc.heapBuffer(piece.length, Math.max(1, piece.length)).writeBytes(piece);
        try {
            return message.take(bytes, ends);
        } finally {
            bytes.release();
        }
    }

    private static final class Passed implements LongMessage.Target {
        private ByteString bytes = ByteString.EMPTY;
        private boolean begun;
        private boolean ended;

        @Override
        public void piece(ByteBuf piece, boolean first, boolean last) {
            Expect.that(first != begun && !ended, "a message begins once and ends once");
            bytes = bytes.concat(ByteString.copyFrom(ByteBufUtil.getBytes(piece)));
            begun = true;
            ended = last;
            piece.release();
        }
    }
}
