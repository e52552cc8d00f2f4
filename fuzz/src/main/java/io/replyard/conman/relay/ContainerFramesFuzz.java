package io.replyard.conman.relay;

import io.netty.buffer.Unpooled;
import io.replyard.fuzz.CutInput;
import io.replyard.fuzz.Expect;
import io.replyard.proto.wire.Command;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What reaches a client of what comes from a Repl is addressed to that client and allowed, as the client's own parser reads it, in whatever pieces it comes. */
public final class ContainerFramesFuzz {
    private static final int SESSION = 300;

    private ContainerFramesFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        CutInput input = CutInput.of(data);
        Command sent = Commands.parsed(input.bytes());

        ContainerFrames.Verdict passes = passing(input.bytes().toByteArray());
        LongOutcome whole = LongOutcome.of(ContainerFrames.longRule(SESSION), input.whole());

        if (passes != null && sent != null) {
            requireAllowed(sent, passes.boot());
        }
        Expect.same(
                LongOutcome.of(ContainerFrames.longRule(SESSION), input.pieces()),
                whole,
                "cuts change nothing in long ones");
        if (whole.verdict().equals(LongOutcome.PASSED)) {
            Expect.that(passes != null && !passes.boot(), "what passes in pieces passes as a whole");
            Command read = Commands.parsed(whole.passed());
            Expect.that(read == null ? sent == null : read.equals(sent), "it goes out as it came");
        } else if (passes != null) {
            Expect.same(whole.verdict(), LongOutcome.MALFORMED, "what passes as a whole passes in pieces, if in order");
        }
    }

    /** What is said about a message that goes to the client; null for all others. */
    private static ContainerFrames.@Nullable Verdict passing(byte[] bytes) {
        try {
            ContainerFrames.Verdict verdict = ContainerFrames.judge(Unpooled.wrappedBuffer(bytes), SESSION);
            return verdict.drop() == null ? verdict : null;
        } catch (MalformedFrameException _) {
            return null;
        }
    }

    private static void requireAllowed(Command sent, boolean boot) {
        int to = sent.getSession();
        Expect.that(to == 0 || to == SESSION || (to < 0 && to != -SESSION), "nobody gets what is for others");
        Expect.that(Bodies.fromContainer(sent.getBodyCase().getNumber()), "clients get allowed bodies alone");
        boolean status = sent.hasBootStatus() || sent.hasContainerState();
        Expect.that(!status || sent.getChannel() != 0 || boot, "a status is known for one");
    }

    public static List<byte[]> seeds() {
        return Commands.samples().stream()
                .map(sample -> CutInput.seed(sample.getChannel(), sample.toByteArray()))
                .toList();
    }
}
