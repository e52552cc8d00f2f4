package io.replyard.e2e;

import com.google.protobuf.Timestamp;
import io.replyard.proto.claims.GovalSigningAuthority;
import io.replyard.proto.claims.Repl;
import io.replyard.proto.claims.ReplToken;
import io.replyard.proto.claims.ResourceLimits;
import io.replyard.proto.token.DevelopmentKey;
import io.replyard.proto.token.TokenSigner;
import java.time.Instant;
import java.util.UUID;

/** Tokens as a platform would mint them for the development cluster. */
final class Tokens {
    static final GovalSigningAuthority DEV =
            GovalSigningAuthority.newBuilder().setKeyId("dev").setIssuer("e2e").build();

    private static final long MIB = 1024 * 1024;

    private Tokens() {}

    /** A good token's content; small shares, so that many fit on one machine. */
    static ReplToken.Builder forRepl(String id) {
        Instant now = Instant.now();
        return ReplToken.newBuilder()
                .setIat(timestamp(now))
                .setExp(timestamp(now.plusSeconds(3600)))
                .setSalt(UUID.randomUUID().toString())
                .setCluster("development")
                .setPersistence(ReplToken.Persistence.PERSISTENT)
                .setRepl(Repl.newBuilder()
                        .setId(id)
                        .setLanguage("default")
                        .setBucket("development")
                        .setSlug("hello")
                        .setUser("e2e"))
                .setResourceLimits(ResourceLimits.newBuilder()
                        .setNet(true)
                        .setMemory(256 * MIB)
                        .setThreads(1)
                        .setShares(0.05)
                        .setDisk(1024 * MIB))
                .setPresenced(ReplToken.Presenced.newBuilder().setBearerID(7).setBearerName("e2e"));
    }

    static String sign(ReplToken.Builder token) {
        return TokenSigner.sign(token.build(), DEV, DevelopmentKey.privateKey());
    }

    static Timestamp timestamp(Instant at) {
        return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).build();
    }
}
