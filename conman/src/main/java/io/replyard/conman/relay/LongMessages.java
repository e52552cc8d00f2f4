package io.replyard.conman.relay;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** The long messages of one direction, one after the other. */
final class LongMessages {
    private final LongMessage.Rule rule;
    private final LongMessage.Target target;
    private @Nullable LongMessage current;

    LongMessages(LongMessage.Rule rule, LongMessage.Target target) {
        this.rule = rule;
        this.target = target;
    }

    /** As {@link LongMessage#take}. */
    @Nullable DropReason take(ByteBuf piece, boolean first, boolean last) throws MalformedFrameException {
        LongMessage message = first ? new LongMessage(rule, piece.alloc(), target) : current;
        if (message == null) {
            throw new IllegalStateException("a piece of no message");
        }
        current = message;
        DropReason dropped = message.take(piece, last);
        if (last) {
            current = null;
        }
        return dropped;
    }

    /** Keeps nothing any more. */
    void abandon() {
        if (current != null) {
            current.abandon();
            current = null;
        }
    }
}
