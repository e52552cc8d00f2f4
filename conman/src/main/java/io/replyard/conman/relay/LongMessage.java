package io.replyard.conman.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.replyard.proto.wire.Command;
import org.jspecify.annotations.Nullable;

/**
 * One message too long to be judged as a whole: judged by its first fields, of which little is kept until the first body says what it is, and
 * passed on from there as it comes. What is needed for the judgement must therefore come before the body, as all encoders of Commands write it.
 */
final class LongMessage implements CommandStream.Sink {
    /** What may pass. */
    interface Rule {
        /** Writes what goes in front of the message. */
        void begin(ByteBuf out);

        /** Whether a field goes along; asked of none that could be a body. */
        boolean passes(int field);

        /**
         * Why this body does not go along on this channel to this addressee, or null when it does.
         *
         * @throws MalformedFrameException when no message with this body is so long
         */
        @Nullable DropReason drop(int body, int channel, int addressee) throws MalformedFrameException;

        /** What a message without a body is dropped for. */
        DropReason empty();
    }

    /** Where the message goes. */
    interface Target {
        /** The next piece; the buffer becomes the target's. */
        void piece(ByteBuf bytes, boolean first, boolean last);
    }

    /** How many bytes there may be before the first body. */
    private static final int BEGINNING = 1024;

    private final Rule rule;
    private final ByteBufAllocator alloc;
    private final Target target;
    private final CommandStream stream = new CommandStream(this);
    private ByteBuf small;
    private @Nullable ByteBuf last;
    private @Nullable DropReason dropped;
    private boolean decided;
    private boolean sent;
    private int channel;
    private int addressee;
    private int field;
    private boolean passing;

    LongMessage(Rule rule, ByteBufAllocator alloc, Target target) {
        this.rule = rule;
        this.alloc = alloc;
        this.target = target;
        this.small = alloc.buffer();
        rule.begin(small);
    }

    /**
     * Takes the next piece of the message, all of it.
     *
     * @return why the message was dropped, at its end; null when it was passed on, or has not ended
     * @throws MalformedFrameException when it is no Command, or is not in the order that long ones need
     */
    @Nullable DropReason take(ByteBuf piece, boolean ends) throws MalformedFrameException {
        stream.feed(piece);
        if (ends) {
            stream.end();
            dropped = decided ? dropped : rule.empty();
        }
        if (dropped == null && decided) {
            passOn(ends);
        }
        if (ends) {
            abandon();
        }
        return ends ? dropped : null;
    }

    /** Keeps nothing any more. */
    void abandon() {
        small.release();
        small = Unpooled.EMPTY_BUFFER;
        if (last != null) {
            last.release();
            last = null;
        }
    }

    @Override
    public void field(int number, int tag) throws MalformedFrameException {
        field = number;
        passing = rule.passes(number);
        if (ClientFrames.isBody(number)) {
            body(number);
        } else if (decided && number <= Command.SESSION_FIELD_NUMBER) {
            throw new MalformedFrameException(
                    "in a message of this length channel and session must come before the body");
        }
        if (passes()) {
            Varints.write(small, tag & 0xffff_ffffL);
        }
    }

    @Override
    public void number(long value) throws MalformedFrameException {
        switch (field) {
            case Command.CHANNEL_FIELD_NUMBER -> channel = (int) value;
            case Command.SESSION_FIELD_NUMBER -> addressee = (int) value;
            default -> {
                // A number that decides nothing.
            }
        }
        if (passes()) {
            Varints.write(small, value);
        }
    }

    @Override
    public void length(int bytes) {
        if (passes()) {
            Varints.write(small, bytes);
        }
    }

    @Override
    public void content(ByteBuf bytes) throws MalformedFrameException {
        if (!passes()) {
            return;
        }
        if (decided) {
            append(bytes.retain());
        } else if (small.readableBytes() + bytes.readableBytes() <= BEGINNING) {
            small.writeBytes(bytes);
        } else {
            throw new MalformedFrameException(
                    "in a message of this length the body must begin within " + BEGINNING + " bytes");
        }
    }

    /** The first one that does not go along condemns the message, whatever follows. */
    private void body(int number) throws MalformedFrameException {
        if (dropped != null) {
            return;
        }
        DropReason reason = rule.drop(number, channel, addressee);
        if (reason != null && decided) {
            throw new MalformedFrameException("field " + number + " of the frame may not pass beside another");
        }
        dropped = reason;
        decided = true;
    }

    private boolean passes() {
        return passing && dropped == null;
    }

    /** One piece is held back until it is known whether it is the last one. */
    private void append(ByteBuf piece) {
        if (small.isReadable()) {
            ByteBuf full = small;
            small = alloc.buffer();
            push(full);
        }
        push(piece);
    }

    private void push(ByteBuf piece) {
        ByteBuf before = last;
        last = piece;
        if (before != null) {
            send(before, false);
        }
    }

    private void passOn(boolean ends) {
        if (small.isReadable()) {
            ByteBuf full = small;
            small = alloc.buffer();
            push(full);
        }
        ByteBuf piece = last;
        last = null;
        if (piece != null || ends) {
            send(piece == null ? Unpooled.EMPTY_BUFFER : piece, ends);
        }
    }

    private void send(ByteBuf piece, boolean ends) {
        target.piece(piece, !sent, ends);
        sent = true;
    }
}
