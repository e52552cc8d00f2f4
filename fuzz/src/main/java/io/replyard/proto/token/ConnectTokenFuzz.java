package io.replyard.proto.token;

import com.google.protobuf.ByteString;
import io.replyard.fuzz.CutInput;
import io.replyard.fuzz.Expect;
import io.replyard.proto.claims.CertificateClaim;
import io.replyard.proto.claims.FlagClaim;
import io.replyard.proto.claims.GovalCert;
import io.replyard.proto.claims.GovalSigningAuthority;
import io.replyard.proto.claims.GovalToken;
import io.replyard.proto.claims.TokenVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What somebody who may sign could sign: either kind of body, as a root or with a certificate of few rights. What is admitted is for this cluster, holds now, and
 * names a Repl; under the certificate a Repl of the one user it is for.
 */
public final class ConnectTokenFuzz {
    private static final String CLUSTER = "development";
    private static final String USER = "u";
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_100);
    private static final Duration AHEAD = Duration.ofMinutes(1);
    private static final GovalCert CERTIFICATE = GovalCert.newBuilder()
            .setIat(Validity.timestamp(NOW))
            .setExp(Validity.timestamp(NOW.plusSeconds(60)))
            .addClaims(CertificateClaim.newBuilder().setFlag(FlagClaim.MINT_GOVAL_TOKEN))
            .addClaims(CertificateClaim.newBuilder().setUser(USER))
            .addClaims(CertificateClaim.newBuilder().setCluster(CLUSTER))
            .build();

    private ConnectTokenFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        CutInput input = CutInput.of(data);
        boolean certified = (input.how() & 1) != 0;
        GovalSigningAuthority authority = GovalSigningAuthority.newBuilder()
                .setIssuer("i")
                .setVersionValue(input.how() >> 1 & 3)
                .build();
        SignatureChain chain =
                new SignatureChain(input.bytes(), authority, certified ? List.of(CERTIFICATE) : List.of());
        try {
            VerifiedToken admitted = ConnectToken.read(chain).admit(CLUSTER, NOW);
            Expect.same(admitted.token().getCluster(), CLUSTER, "tokens are for this cluster");
            Expect.that(admitted.expiresAt().isAfter(NOW), "tokens have not expired");
            Expect.that(!admitted.issuedAt().isAfter(NOW.plus(AHEAD)), "tokens hold already");
            Expect.that(!id(admitted).isBlank(), "tokens name a Repl");
            if (certified) {
                Expect.that(
                        USER.equals(admitted.onlyForUser())
                                || admitted.token().getRepl().getUser().equals(USER),
                        "a certificate is good for its user's Repls");
            }
        } catch (TokenRefusedException e) {
            TokenVerifierFuzz.requireShort(e);
        }
    }

    private static String id(VerifiedToken admitted) {
        return switch (admitted.token().getMetadataCase()) {
            case REPL -> admitted.token().getRepl().getId();
            case ID -> admitted.token().getId().getId();
            // Deprecated; conman refuses it.
            case CLASSROOM -> "classroom";
            case METADATA_NOT_SET -> "";
        };
    }

    public static List<byte[]> seeds() {
        ByteString token = TokenVerifierFuzz.sample().toByteString();
        GovalToken wrapped = GovalToken.newBuilder()
                .setReplid("r-1")
                .setIat(TokenVerifierFuzz.sample().getIat())
                .setExp(TokenVerifierFuzz.sample().getExp())
                .setReplToken(TokenVerifierFuzz.sample())
                .build();
        return List.of(
                CutInput.seed(TokenVersion.BARE_REPL_TOKEN_VALUE << 1, token.toByteArray()),
                CutInput.seed(TokenVersion.BARE_REPL_TOKEN_VALUE << 1 | 1, token.toByteArray()),
                CutInput.seed(TokenVersion.TYPE_AWARE_TOKEN_VALUE << 1, wrapped.toByteArray()),
                CutInput.seed(TokenVersion.TYPE_AWARE_TOKEN_VALUE << 1 | 1, wrapped.toByteArray()));
    }
}
