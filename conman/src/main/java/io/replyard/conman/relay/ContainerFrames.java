package io.replyard.conman.relay;

import io.netty.buffer.ByteBuf;
import io.replyard.proto.wire.Command;
import org.jspecify.annotations.Nullable;

/** Which of pid1's frames reach a client. Pure. Whoever runs programs in a Repl may have taken pid1 over: nothing it says is trusted. */
final class ContainerFrames {
    /**
     * A frame, read.
     *
     * @param drop why it is not for the client, or null when it is
     * @param boot whether it may say how far the boot is: on channel 0, bootStatus or containerState
     */
    record Verdict(@Nullable DropReason drop, boolean boot) {}

    private static final Verdict PASS = new Verdict(null, false);
    private static final Verdict PASS_BOOT = new Verdict(null, true);

    private ContainerFrames() {}

    /**
     * Decides whether a frame of pid1 is for session {@code session}. It goes out as it came.
     *
     * @throws MalformedFrameException when it is not a Command
     */
    static Verdict judge(ByteBuf frame, int session) throws MalformedFrameException {
        FrameOutline outline = FrameOutline.of(frame);
        if (!addressed(outline.session(), session)) {
            return new Verdict(DropReason.CONTAINER_ADDRESS, false);
        }
        int bodies = 0;
        for (int i = 0; i < outline.size(); i++) {
            int number = outline.number(i);
            if (ClientFrames.isBody(number)) {
                bodies++;
                if (!Bodies.fromContainer(number)) {
                    return new Verdict(DropReason.CONTAINER_BODY, false);
                }
            }
        }
        if (bodies == 0) {
            return new Verdict(DropReason.CONTAINER_EMPTY, false);
        }
        boolean boot = outline.channel() == 0
                && (outline.has(Command.BOOTSTATUS_FIELD_NUMBER) || outline.has(Command.CONTAINERSTATE_FIELD_NUMBER));
        return boot ? PASS_BOOT : PASS;
    }

    /** What becomes of a message for session {@code session} that is too long to be judged as a whole; those about the boot are short. */
    static LongMessage.Rule longRule(int session) {
        return new LongMessage.Rule() {
            @Override
            public void begin(ByteBuf out) {
                // It goes out as it came.
            }

            @Override
            public boolean passes(int field) {
                return true;
            }

            @Override
            public @Nullable DropReason drop(int body, int channel, int addressee) throws MalformedFrameException {
                if (!addressed(addressee, session)) {
                    return DropReason.CONTAINER_ADDRESS;
                }
                if (body == Command.BOOTSTATUS_FIELD_NUMBER || body == Command.CONTAINERSTATE_FIELD_NUMBER) {
                    throw new MalformedFrameException("a status is not as long as this");
                }
                return Bodies.fromContainer(body) ? null : DropReason.CONTAINER_BODY;
            }

            @Override
            public DropReason empty() {
                return DropReason.CONTAINER_EMPTY;
            }
        };
    }

    private static boolean addressed(int selector, int session) {
        if (selector == 0) {
            return true;
        }
        return selector > 0 ? selector == session : selector != -session;
    }
}
