package io.replyard.conman.relay;

import io.netty.buffer.ByteBuf;
import io.replyard.proto.session.CloseReason;
import java.util.function.Consumer;

/** Does with each message of a client what {@link ClientFrames} says. */
final class ClientMessages implements Messages.Sink {
    /** What becomes of them. */
    interface Outcome {
        /** To pid1; the buffer becomes the outcome's. */
        void relay(ByteBuf piece, boolean first, boolean last);

        /** Back to the client; as {@link #relay}. */
        void answer(ByteBuf message);

        /** Nowhere. */
        void dropped(DropReason reason);
    }

    private final int session;
    private final Outcome outcome;
    private final Consumer<CloseReason> fault;
    private final LongMessages longOnes;

    /** Of the client with this session number; {@code fault} is told when the connection should be closed. */
    ClientMessages(int session, Outcome outcome, Consumer<CloseReason> fault) {
        this.session = session;
        this.outcome = outcome;
        this.fault = fault;
        this.longOnes = new LongMessages(ClientFrames.longRule(session), outcome::relay);
    }

    @Override
    public void whole(ByteBuf message) {
        try {
            switch (ClientFrames.judge(message, session)) {
                case ClientFrames.Verdict.Forward(ByteBuf frame) -> outcome.relay(frame, true, true);
                case ClientFrames.Verdict.Answer(ByteBuf frame) -> outcome.answer(frame);
                case ClientFrames.Verdict.Drop(DropReason reason) -> outcome.dropped(reason);
            }
        } catch (MalformedFrameException e) {
            fault.accept(CloseReason.malformed(String.valueOf(e.getMessage())));
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
            fault.accept(CloseReason.malformed(String.valueOf(e.getMessage())));
        }
    }

    /** Keeps nothing any more. */
    void abandon() {
        longOnes.abandon();
    }
}
