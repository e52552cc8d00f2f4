package io.replyard.proto.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.replyard.proto.claims.GovalSigningAuthority;
import io.replyard.proto.session.SessionClaims;
import io.replyard.proto.token.TokenRefusedException.Reason;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTokenTest {
    private static final Instant NOW = Minting.NOW;
    private static final Duration TTL = Duration.ofSeconds(60);
    private final KeyPair conman = Minting.newKeys();
    private final String keyId = Ed25519Keys.keyId(conman.getPublic());

    @Test
    void claimsArriveWithTheirTimes() throws Exception {
        SessionClaims.Builder claims = claims();
        SessionClaims read = verifierAt(NOW).verify(signerAt(NOW).sign(claims));

        assertThat(read)
                .isEqualTo(claims().setIat(Minting.seconds(NOW.getEpochSecond()))
                        .setExp(Minting.seconds(NOW.getEpochSecond() + 60))
                        .build());
        assertThat(claims.hasIat()).as("the caller's builder has changed").isFalse();
    }

    @Test
    void keysCanBeRotated() throws Exception {
        SessionTokenVerifier verifier = new SessionTokenVerifier(
                List.of(Minting.newKeys().getPublic(), conman.getPublic(), conman.getPublic()),
                "repl-1",
                "uid-1",
                at(NOW));

        assertThat(verifier.verify(signerAt(NOW).sign(claims()))).isNotNull();
    }

    @Test
    void anotherPodIsRefused() {
        assertRefused(
                signerAt(NOW).sign(claims().setPodUid("uid-2")),
                Reason.WRONG_POD,
                "session token has another pod_uid; the Repl has moved, look its pod up again");
        assertThat(refusal(NOW, signerAt(NOW).sign(claims().clearPodUid())).reason())
                .isEqualTo(Reason.WRONG_POD);
    }

    @Test
    void anotherReplIsRefused() {
        assertRefused(
                signerAt(NOW).sign(claims().setReplId("repl-2")),
                Reason.WRONG_REPL,
                "session token is for repl_id \"repl-2\", here runs \"repl-1\"");
    }

    @Test
    void timesAreChecked() throws Exception {
        String token = signerAt(NOW).sign(claims());

        assertThat(verifierAt(NOW.plusSeconds(60).minusNanos(1)).verify(token)).isNotNull();
        TokenRefusedException late = refusal(NOW.plusSeconds(60), token);
        assertThat(late).hasMessage("session token exp 2023-11-14T22:16:00Z has passed; get a new one");
        assertThat(late.reason()).isEqualTo(Reason.EXPIRED);

        assertThat(verifierAt(NOW.minusSeconds(60)).verify(token)).isNotNull();
        assertThat(refusal(NOW.minusSeconds(61), token).reason()).isEqualTo(Reason.NOT_YET_VALID);
    }

    @Test
    void expIsNotOptional() {
        assertRefused(
                TokenSigner.sign(
                        claims().setIat(Minting.seconds(NOW.getEpochSecond())).build(),
                        authority(keyId, "conman"),
                        conman.getPrivate()),
                Reason.MALFORMED,
                "session token has no exp; conman must set one");
    }

    @Test
    void anotherKeyIsRefused() {
        KeyPair other = Minting.newKeys();
        String otherId = Ed25519Keys.keyId(other.getPublic());
        assertRefused(
                new SessionTokenSigner(other.getPrivate(), otherId, at(NOW), TTL).sign(claims()),
                Reason.UNKNOWN_KEY,
                "session token key_id \"" + otherId + "\" of issuer \"conman\" is not conman's");
        assertRefused(
                new SessionTokenSigner(other.getPrivate(), keyId, at(NOW), TTL).sign(claims()),
                Reason.BAD_SIGNATURE,
                "session token signature does not match the key named in its footer");
    }

    @Test
    void anotherIssuerOrACertificateIsRefused() {
        assertThat(refusal(NOW, TokenSigner.sign(claims().build(), authority(keyId, "web"), conman.getPrivate()))
                        .reason())
                .isEqualTo(Reason.UNKNOWN_KEY);
        assertThat(refusal(
                                NOW,
                                TokenSigner.sign(
                                        claims().build(),
                                        GovalSigningAuthority.newBuilder()
                                                .setSignedCert(Minting.VECTOR)
                                                .setIssuer("conman")
                                                .build(),
                                        conman.getPrivate()))
                        .reason())
                .isEqualTo(Reason.UNKNOWN_KEY);
    }

    @Test
    void aBodyOfJunkIsRefused() {
        assertRefused(
                RawTokens.signed(
                        new byte[] {0x0a, 0x7f}, authority(keyId, "conman").toByteArray(), conman.getPrivate()),
                Reason.MALFORMED,
                "session token body is not a SessionClaims message");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer x", "v2.public..", "v2.public.%20.AA"})
    void junkIsRefused(String junk) {
        assertThat(refusal(NOW, junk).reason()).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void aReplTokenIsNoSessionToken() {
        assertThat(refusal(NOW, Minting.VECTOR).reason()).isEqualTo(Reason.UNKNOWN_KEY);
    }

    @Test
    void settingsAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SessionTokenSigner(conman.getPrivate(), keyId, at(NOW), Duration.ZERO))
                .withMessage("ttl of session tokens must be positive, not PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SessionTokenVerifier(List.of(), "repl-1", "uid-1", at(NOW)))
                .withMessage("no session keys; without one nobody can connect");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SessionTokenVerifier(List.of(conman.getPublic()), "repl-1", "", at(NOW)))
                .withMessage("replId and podUid must both be set; they say whose tokens are good here");
    }

    private void assertRefused(String token, Reason reason, String message) {
        TokenRefusedException refused = refusal(NOW, token);
        assertThat(refused).hasMessage(message);
        assertThat(refused.reason()).isEqualTo(reason);
    }

    private TokenRefusedException refusal(Instant now, String token) {
        TokenRefusedException refused = catchThrowableOfType(
                TokenRefusedException.class, () -> verifierAt(now).verify(token));
        assertThat(refused).as("refusal of the session token").isNotNull();
        assertThat(refused.getMessage().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(123);
        return refused;
    }

    private SessionTokenSigner signerAt(Instant now) {
        return new SessionTokenSigner(conman.getPrivate(), keyId, at(now), TTL);
    }

    private SessionTokenVerifier verifierAt(Instant now) {
        return new SessionTokenVerifier(List.of(conman.getPublic()), "repl-1", "uid-1", at(now));
    }

    private static GovalSigningAuthority authority(String keyId, String issuer) {
        return GovalSigningAuthority.newBuilder()
                .setKeyId(keyId)
                .setIssuer(issuer)
                .build();
    }

    private static SessionClaims.Builder claims() {
        return SessionClaims.newBuilder()
                .setReplId("repl-1")
                .setPodUid("uid-1")
                .setUserId(7)
                .setUserName("alice")
                .addFlags("beta");
    }

    private static Clock at(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }
}
