package io.replyard.bench;

import com.google.protobuf.Timestamp;
import io.replyard.proto.claims.GovalSigningAuthority;
import io.replyard.proto.claims.Repl;
import io.replyard.proto.claims.ReplToken;
import io.replyard.proto.claims.ResourceLimits;
import io.replyard.proto.token.DevelopmentKey;
import io.replyard.proto.token.TokenSigner;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Tokens of the Repls that are measured. */
final class BenchToken {
    private static final long MIB = 1024 * 1024;
    private static final long BACK_DATED_SECONDS = 15;
    private static final long VALID_SECONDS = 3600;

    private BenchToken() {}

    /** A token of the development cluster, good for an hour. */
    static String sign(String id, String language, double threads, String... flags) {
        Instant now = Instant.now();
        ReplToken token = ReplToken.newBuilder()
                .setIat(Timestamp.newBuilder().setSeconds(now.getEpochSecond() - BACK_DATED_SECONDS))
                .setExp(Timestamp.newBuilder().setSeconds(now.getEpochSecond() + VALID_SECONDS))
                .setSalt(UUID.randomUUID().toString())
                .setCluster("development")
                .setRepl(Repl.newBuilder()
                        .setId(id)
                        .setLanguage(language)
                        .setBucket("development")
                        .setSlug("bench")
                        .setUser("bench"))
                .setResourceLimits(ResourceLimits.newBuilder()
                        .setNet(true)
                        .setMemory(256 * MIB)
                        .setThreads(threads)
                        .setShares(0.05)
                        .setDisk(1024 * MIB))
                .addAllFlags(List.of(flags))
                .build();
        GovalSigningAuthority authority = GovalSigningAuthority.newBuilder()
                .setKeyId("dev")
                .setIssuer("bench")
                .build();
        return TokenSigner.sign(token, authority, DevelopmentKey.privateKey());
    }
}
