package io.replyard.proto.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Timestamp;
import io.replyard.proto.claims.CertificateClaim;
import io.replyard.proto.claims.FlagClaim;
import io.replyard.proto.claims.GovalCert;
import io.replyard.proto.claims.GovalSigningAuthority;
import io.replyard.proto.claims.Repl;
import io.replyard.proto.claims.ReplToken;
import io.replyard.proto.claims.ResourceLimits;
import io.replyard.proto.claims.TokenVersion;
import io.replyard.proto.token.TokenRefusedException.Reason;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;

/** Tokens and certificates for tests, around one fixed instant. */
final class Minting {
    static final Instant NOW = Instant.ofEpochSecond(1_700_000_100);
    static final String CLUSTER = "development";
    static final String VECTOR =
            "v2.public.Q2dZSWdPTFBxZ1lTQmdpUS9zK3FCaG9HYzJGc2RDMHhJZ3RrWlhabGJHOXdiV1Z1ZERBQ09pSUtCbkpsY0d3dE1SSUhjSGwwYUc5dU14b0JZaUlGYUdWc2JHOHFCV0ZzYVdObFVpQUlBUkNBZ0lDQUFoa0FBQUFBQUFEZ1B5RUFBQUFBQUFEZ1B5aUFnSUNBQkdvSkNBY1NCV0ZzYVdObEAinDgzduEFj5vyUDdLQPeLwvzaI-dmyxDRX7nkS2GA6gjg9H6A5ZZ4S_LtrTomzoOigE3BVXVoWFCVSwmF_g0.Q2dOa1pYWWlDV055YjNOcGN5MWphUT09";
    static final GovalSigningAuthority DEV = GovalSigningAuthority.newBuilder()
            .setKeyId("dev")
            .setIssuer("crosis-ci")
            .build();

    private Minting() {}

    /** The token of the published test vector. */
    static ReplToken.Builder token() {
        return ReplToken.newBuilder()
                .setIat(seconds(1_700_000_000))
                .setExp(seconds(1_700_003_600))
                .setSalt("salt-1")
                .setCluster(CLUSTER)
                .setPersistence(ReplToken.Persistence.NONE)
                .setRepl(repl())
                .setResourceLimits(ResourceLimits.newBuilder()
                        .setNet(true)
                        .setMemory(536_870_912)
                        .setThreads(.5)
                        .setShares(.5)
                        .setDisk(1_073_741_824))
                .setPresenced(ReplToken.Presenced.newBuilder().setBearerID(7).setBearerName("alice"));
    }

    static Repl.Builder repl() {
        return Repl.newBuilder()
                .setId("repl-1")
                .setLanguage("python3")
                .setBucket("b")
                .setSlug("hello")
                .setUser("alice");
    }

    static Timestamp seconds(long epochSeconds) {
        return Timestamp.newBuilder().setSeconds(epochSeconds).build();
    }

    static String signed(MessageLite body) {
        return TokenSigner.sign(body, DEV, DevelopmentKey.privateKey());
    }

    static String signedAsGovalToken(MessageLite body) {
        return TokenSigner.sign(
                body, DEV.toBuilder().setVersion(TokenVersion.TYPE_AWARE_TOKEN).build(), DevelopmentKey.privateKey());
    }

    static TokenVerifier verifier() {
        return verifierAt(NOW);
    }

    static TokenVerifier verifierAt(Instant now) {
        return new TokenVerifier(KeyRing.of(DevelopmentKey.rootKeys()), CLUSTER, Clock.fixed(now, ZoneOffset.UTC));
    }

    static TokenRefusedException refusal(String token) {
        return refusal(verifier(), token);
    }

    /** The refusal of a token; also checks what holds for every refusal. */
    static TokenRefusedException refusal(TokenVerifier verifier, String token) {
        TokenRefusedException refused = catchThrowableOfType(TokenRefusedException.class, () -> verifier.verify(token));
        assertThat(refused).as("refusal of the token").isNotNull();
        assertThat(refused.getMessage().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(123);
        assertThat(verifier.keptProofs()).isZero();
        return refused;
    }

    static void assertRefused(String token, Reason reason, String message) {
        TokenRefusedException refused = refusal(token);
        assertThat(refused).hasMessage(message);
        assertThat(refused.reason()).isEqualTo(reason);
    }

    static CertificateClaim flag(FlagClaim flag) {
        return CertificateClaim.newBuilder().setFlag(flag).build();
    }

    static CertificateClaim replid(String id) {
        return CertificateClaim.newBuilder().setReplid(id).build();
    }

    static CertificateClaim user(String name) {
        return CertificateClaim.newBuilder().setUser(name).build();
    }

    static CertificateClaim cluster(String name) {
        return CertificateClaim.newBuilder().setCluster(name).build();
    }

    static GovalCert.Builder certificate(CertificateClaim... claims) {
        return GovalCert.newBuilder()
                .setIat(seconds(1_699_000_000))
                .setExp(seconds(1_800_000_000))
                .addAllClaims(Arrays.asList(claims));
    }

    static KeyPair newKeys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Someone who can sign: a root or the holder of a certificate. */
    record Signer(GovalSigningAuthority authority, KeyPair keys) {
        static Signer root() {
            return new Signer(DEV, new KeyPair(DevelopmentKey.publicKey(), DevelopmentKey.privateKey()));
        }

        Signer certify(CertificateClaim... claims) {
            return certify(certificate(claims));
        }

        /** Hands a part of this signer's rights to a fresh key, whose PASERK form is filled in unless there is a key. */
        Signer certify(GovalCert.Builder certificate) {
            KeyPair fresh = newKeys();
            if (certificate.getPublicKey().isEmpty()) {
                certificate.setPublicKey(Ed25519Keys.toPaserk(fresh.getPublic()));
            }
            return new Signer(
                    GovalSigningAuthority.newBuilder()
                            .setSignedCert(sign(certificate.build()))
                            .setIssuer("conman")
                            .build(),
                    fresh);
        }

        String sign(MessageLite body) {
            return TokenSigner.sign(body, authority, keys.getPrivate());
        }
    }

    static List<CertificateClaim> everything() {
        return List.of(
                flag(FlagClaim.MINT_GOVAL_TOKEN),
                flag(FlagClaim.SIGN_INTERMEDIATE_CERT),
                flag(FlagClaim.ANY_REPLID),
                flag(FlagClaim.ANY_USER),
                flag(FlagClaim.ANY_CLUSTER));
    }
}
