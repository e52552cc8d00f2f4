package io.replyard.conman.repl;

import com.google.protobuf.InvalidProtocolBufferException;
import io.fabric8.kubernetes.api.model.Quantity;
import io.replyard.crds.ReplSpec;
import io.replyard.fuzz.Expect;
import io.replyard.proto.claims.Repl;
import io.replyard.proto.claims.ReplToken;
import io.replyard.proto.claims.ResourceLimits;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A token's Repl says what the token says, in amounts too, and the same token asks for no change of it. */
public final class DesiredReplFuzz {
    private DesiredReplFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        ReplToken token;
        try {
            token = ReplToken.parseFrom(data);
        } catch (InvalidProtocolBufferException _) {
            return;
        }
        try {
            String id = DesiredRepl.id(token);
            ReplSpec stored = ReplSpec.of(id, "l", "s", "u", "b");
            ReplSpec first = DesiredRepl.of(token, token.hasRepl() ? null : stored);
            ReplSpec again = DesiredRepl.of(token, first);
            Expect.that(!DesiredRepl.differs(first, again), "the same token changes nothing");
            Expect.same(first.id(), id, "a Repl has the id of its token");
            Expect.that(!id.equals(first.sourceRepl()), "no Repl has itself for its source");
            if (first.resources() != null) {
                ResourceLimits limits = token.getResourceLimits();
                requireSame(first.resources().memory(), limits.getMemory());
                requireSame(first.resources().disk(), limits.getDisk());
            }
        } catch (ReplRefusedException e) {
            Expect.that(!e.close().text().isEmpty(), "a refusal has a reason");
        }
    }

    private static void requireSame(@Nullable Quantity quantity, long bytes) {
        BigDecimal amount = quantity == null ? BigDecimal.ZERO : Quantity.getAmountInBytes(quantity);
        Expect.that(amount.compareTo(BigDecimal.valueOf(bytes)) == 0, "an amount is the token's");
    }

    public static List<byte[]> seeds() {
        Repl.Builder repl = Repl.newBuilder()
                .setId("r-1")
                .setLanguage("python3")
                .setSlug("s")
                .setUser("u")
                .setBucket("b");
        return List.of(
                ReplToken.newBuilder()
                        .setRepl(repl.setSourceRepl("r-2"))
                        .addFlags("f")
                        .build()
                        .toByteArray(),
                ReplToken.newBuilder()
                        .setId(ReplToken.ReplID.newBuilder().setId("r-1"))
                        .setResourceLimits(ResourceLimits.newBuilder()
                                .setNet(true)
                                .setMemory(512L << 20)
                                .setThreads(.5)
                                .setShares(2)
                                .setDisk(1_000_000_007))
                        .setPersistence(ReplToken.Persistence.NONE)
                        .build()
                        .toByteArray());
    }
}
