package io.replyard.conman.relay;

import com.google.protobuf.InvalidProtocolBufferException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.replyard.proto.session.CloseReason;
import io.replyard.proto.wire.Command;
import java.util.function.Consumer;

/** Does with each message of pid1 what {@link ContainerFrames} says, and reads those about the boot. */
final class ContainerMessages implements Messages.Sink {
    /** What becomes of them. */
    interface Outcome {
        /** To the client; the buffer becomes the outcome's. */
        void relay(ByteBuf piece, boolean first, boolean last);

        /** It was relayed, and says how far the boot is. */
        void boot(Command status);

        /** Nowhere. */
        void dropped(DropReason reason);
    }

    /** What pid1 says about a boot is some numbers and a sentence; bytes. Nothing else of it is ever parsed. */
    private static final int LONGEST_STATUS = 4 * 1024;

    private final int session;
    private final Outcome outcome;
    private final Consumer<CloseReason> fault;
    private final LongMessages longOnes;

    /** For the client with this session number; {@code fault} is told when the connection should be closed. */
    ContainerMessages(int session, Outcome outcome, Consumer<CloseReason> fault) {
        this.session = session;
        this.outcome = outcome;
        this.fault = fault;
        this.longOnes = new LongMessages(ContainerFrames.longRule(session), outcome::relay);
    }

    @Override
    public void whole(ByteBuf message) {
        try {
            ContainerFrames.Verdict verdict = ContainerFrames.judge(message, session);
            if (verdict.drop() != null) {
                outcome.dropped(verdict.drop());
            } else if (verdict.boot()) {
                boot(message);
            } else {
                outcome.relay(message.retainedSlice(), true, true);
            }
        } catch (MalformedFrameException | InvalidProtocolBufferException e) {
            noCommand();
        }
    }

    @Override
    public void piece(ByteBuf piece, boolean first, boolean last) {
        try {
            DropReason reason = longOnes.take(piece, first, last);
            if (reason != null) {
                outcome.dropped(reason);
            }
        } catch (MalformedFrameException e) {
            abandon();
            noCommand();
        }
    }

    /** Keeps nothing any more. */
    void abandon() {
        longOnes.abandon();
    }

    private void boot(ByteBuf message) throws InvalidProtocolBufferException {
        if (message.readableBytes() > LONGEST_STATUS) {
            fault.accept(CloseReason.upstream("the Repl's container sent a status of " + message.readableBytes()
                    + " bytes; " + LONGEST_STATUS + " are the most"));
            return;
        }
        Command status = Command.parseFrom(ByteBufUtil.getBytes(message));
        outcome.relay(message.retainedSlice(), true, true);
        outcome.boot(status);
    }

    private void noCommand() {
        fault.accept(CloseReason.upstream("the Repl's container sent what is no Command"));
    }
}
