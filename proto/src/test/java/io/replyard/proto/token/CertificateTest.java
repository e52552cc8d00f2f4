package io.replyard.proto.token;

import static io.replyard.proto.claims.FlagClaim.ANY_CLUSTER;
import static io.replyard.proto.claims.FlagClaim.ANY_ORG;
import static io.replyard.proto.claims.FlagClaim.ANY_REPLID;
import static io.replyard.proto.claims.FlagClaim.ANY_SUBCLUSTER;
import static io.replyard.proto.claims.FlagClaim.ANY_USER;
import static io.replyard.proto.claims.FlagClaim.ANY_USER_ID;
import static io.replyard.proto.claims.FlagClaim.IDENTITY;
import static io.replyard.proto.claims.FlagClaim.MINT_GOVAL_TOKEN;
import static io.replyard.proto.token.Minting.assertRefused;
import static io.replyard.proto.token.Minting.certificate;
import static io.replyard.proto.token.Minting.cluster;
import static io.replyard.proto.token.Minting.flag;
import static io.replyard.proto.token.Minting.refusal;
import static io.replyard.proto.token.Minting.replid;
import static io.replyard.proto.token.Minting.seconds;
import static io.replyard.proto.token.Minting.token;
import static io.replyard.proto.token.Minting.user;
import static io.replyard.proto.token.Minting.verifier;
import static org.assertj.core.api.Assertions.assertThat;

import io.replyard.proto.claims.CertificateClaim;
import io.replyard.proto.claims.GovalCert;
import io.replyard.proto.claims.GovalSigningAuthority;
import io.replyard.proto.claims.ReplToken;
import io.replyard.proto.token.Minting.Signer;
import io.replyard.proto.token.TokenRefusedException.Reason;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateTest {
    private static final CertificateClaim MINT = flag(MINT_GOVAL_TOKEN);
    private static final CertificateClaim HERE = cluster(Minting.CLUSTER);
    private final Signer root = Signer.root();

    @Nested
    class TheSigningCertificate {
        @ParameterizedTest
        @MethodSource("io.replyard.proto.token.CertificateTest#sufficientClaims")
        void coversTheToken(CertificateClaim repl, CertificateClaim where) throws Exception {
            VerifiedToken verified =
                    verifier().verify(root.certify(MINT, repl, where).sign(token().build()));

            assertThat(verified.token()).isEqualTo(token().build());
            assertThat(verified.issuer()).isEqualTo("conman");
        }

        @Test
        void onlyAUserClaimBindsTheTokenToThatUser() throws Exception {
            assertThat(verifier()
                            .verify(root.certify(MINT, HERE, user("bob"), user("alice"))
                                    .sign(token().build()))
                            .onlyForUser())
                    .isEqualTo("alice");
            assertThat(verifier()
                            .verify(root.certify(MINT, HERE, user("alice"), replid("repl-1"))
                                    .sign(token().build()))
                            .onlyForUser())
                    .isNull();
        }

        @Test
        void replidAndUserAddUp() throws Exception {
            Signer signer = root.certify(MINT, HERE, replid("other"), user("alice"));
            assertThat(verifier().verify(signer.sign(token().build()))).isNotNull();

            Signer listed = root.certify(MINT, HERE, replid("repl-1"), user("bob"));
            assertThat(verifier().verify(listed.sign(token().build()))).isNotNull();
        }

        @Test
        void mustCoverTheReplOrItsOwner() {
            String message = "certificate covers neither replid \"repl-1\" nor its user; add a claim";
            assertRefused(root.certify(MINT, HERE).sign(token().build()), Reason.NOT_AUTHORIZED, message);
            assertRefused(
                    root.certify(MINT, HERE, replid("repl-2"), user("bob"), replid("alice"), user("repl-1"))
                            .sign(token().build()),
                    Reason.NOT_AUTHORIZED,
                    message);
            assertRefused(
                    root.certify(MINT, HERE, flag(ANY_USER_ID), flag(ANY_ORG)).sign(token().build()),
                    Reason.NOT_AUTHORIZED,
                    message);
        }

        @Test
        void mustListAReplWhoseOwnerTheTokenDoesNotName() throws Exception {
            ReplToken known =
                    token().setId(ReplToken.ReplID.newBuilder().setId("repl-1")).build();
            assertRefused(
                    root.certify(MINT, HERE, user("alice"), user("")).sign(known),
                    Reason.NOT_AUTHORIZED,
                    "certificate covers neither replid \"repl-1\" nor its user; add a claim");
            assertThat(verifier()
                            .verify(root.certify(MINT, HERE, flag(ANY_USER)).sign(known)))
                    .isNotNull();
            assertThat(verifier()
                            .verify(root.certify(MINT, HERE, replid("repl-1")).sign(known)))
                    .isNotNull();
        }

        @Test
        void mustCoverTheCluster() {
            String message = "certificate does not cover cluster \"development\"; add the claim or ANY_CLUSTER";
            assertRefused(root.certify(MINT, flag(ANY_REPLID)).sign(token().build()), Reason.NOT_AUTHORIZED, message);
            assertRefused(
                    root.certify(MINT, flag(ANY_REPLID), cluster("asia"), flag(ANY_SUBCLUSTER))
                            .sign(token().build()),
                    Reason.NOT_AUTHORIZED,
                    message);
        }

        @Test
        void mustBeMeantForConnectionTokens() {
            assertRefused(
                    root.certify(flag(IDENTITY), flag(ANY_REPLID), flag(ANY_CLUSTER))
                            .sign(token().build()),
                    Reason.NOT_AUTHORIZED,
                    "certificate lacks MINT_GOVAL_TOKEN; add it to sign connection tokens");
        }

        @Test
        void anUnsetClaimIsNotFlagZero() {
            assertRefused(
                    root.certify(CertificateClaim.getDefaultInstance(), flag(ANY_REPLID), flag(ANY_CLUSTER))
                            .sign(token().build()),
                    Reason.NOT_AUTHORIZED,
                    "certificate lacks MINT_GOVAL_TOKEN; add it to sign connection tokens");
        }

        @Test
        void mustHoldNow() throws Exception {
            assertRefused(
                    root.certify(all().setExp(seconds(1_700_000_100))).sign(token().build()),
                    Reason.BAD_CERTIFICATE,
                    "certificate exp 2023-11-14T22:15:00Z has passed; get a new one");
            assertRefused(
                    root.certify(all().setIat(seconds(1_700_000_161))).sign(token().build()),
                    Reason.BAD_CERTIFICATE,
                    "certificate iat 2023-11-14T22:16:01Z is in the future; check the signer's clock");
            assertRefused(
                    root.certify(all().clearExp()).sign(token().build()),
                    Reason.BAD_CERTIFICATE,
                    "certificate exp 2023-11-03T09:26:40Z has passed; get a new one");
            assertRefused(
                    root.certify(all().setExp(seconds(Long.MIN_VALUE))).sign(token().build()),
                    Reason.BAD_CERTIFICATE,
                    "certificate exp is not a time between the years 1 and 9999");
            assertThat(verifier()
                            .verify(root.certify(all().setExp(seconds(1_700_000_200)))
                                    .sign(token().build()))
                            .expiresAt())
                    .isEqualTo(Instant.ofEpochSecond(1_700_000_200));
        }
    }

    @Nested
    class TheCertificateItself {
        @Test
        void mayHoldItsKeyAsPem() throws Exception {
            KeyPair keys = Minting.newKeys();
            String pem = "-----BEGIN PUBLIC KEY-----\n"
                    + Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded())
                    + "\n-----END PUBLIC KEY-----\n";
            Signer signer = new Signer(root.certify(all().setPublicKey(pem)).authority(), keys);

            assertThat(verifier().verify(signer.sign(token().build()))).isNotNull();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "development",
                    "k2.public.",
                    "k2.public.AAAA",
                    "k2.secret.on0FkSmEC-ce40V9Vc4QABXSx6TXo-lhp99b6Ka0gro",
                    "k2.public.on0FkSmEC+ce40V9Vc4QABXSx6TXo+lhp99b6Ka0gro",
                    "k2.public.on0FkSmEC-ce40V9Vc4QABXSx6TXo-lhp99b6Ka0grp",
                    "k2.public.on0FkSmEC-ce40V9Vc4QABXSx6TXo-lhp99b6Ka0gro=",
                    "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
                    "-----BEGIN PUBLIC KEY----------END PUBLIC KEY-----",
                    "-----BEGIN PUBLIC KEY-----"
                })
        void needsAReadableKey(String publicKey) {
            assertRefused(
                    root.certify(all().setPublicKey(publicKey)).sign(token().build()),
                    Reason.BAD_CERTIFICATE,
                    "certificate publicKey is neither a PASERK k2.public nor a PEM Ed25519 key");
        }

        @Test
        void aKeyThatIsNoCurvePointVerifiesNothing() {
            String paserk = "k2.public."
                    + CanonicalBase64.encodeUrl(new byte[] {
                        2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
                    });

            assertThat(refusal(root.certify(all().setPublicKey(paserk)).sign(token().build()))
                            .reason())
                    .isIn(Reason.BAD_SIGNATURE, Reason.BAD_CERTIFICATE);
        }

        @Test
        void mustCarryTheRootsSignature() {
            Signer impostor = new Signer(Minting.DEV, Minting.newKeys());
            assertRefused(
                    impostor.certify(all()).sign(token().build()),
                    Reason.BAD_CERTIFICATE,
                    "certificate signature does not match the key named in its footer");
        }

        @Test
        void mustHaveMadeTheTokensSignature() {
            Signer thief = new Signer(root.certify(all()).authority(), Minting.newKeys());
            assertRefused(
                    thief.sign(token().build()),
                    Reason.BAD_SIGNATURE,
                    "token signature does not match the key named in its footer");
        }

        @Test
        void mustBeACertificate() {
            KeyPair keys = Minting.newKeys();
            assertRefused(
                    under(root.sign(GovalSigningAuthority.newBuilder()
                                    .setKeyId("not a timestamp")
                                    .build()))
                            .sign(token().build()),
                    Reason.BAD_CERTIFICATE,
                    "certificate body is not a GovalCert message");
            assertRefused(
                    under("nonsense").sign(token().build()),
                    Reason.BAD_CERTIFICATE,
                    "certificate needs exactly four parts: v2.public.<payload>.<footer>");
            // A minter whose salt and cluster somebody else chooses must not make that somebody a certificate.
            ReplToken disguised = token().setSalt(new String(MINT.toByteArray(), StandardCharsets.UTF_8))
                    .setCluster(Ed25519Keys.toPaserk(keys.getPublic()))
                    .build();
            assertRefused(
                    new Signer(under(root.sign(disguised)).authority(), keys).sign(token().build()),
                    Reason.BAD_CERTIFICATE,
                    "certificate has unknown fields; a GovalCert has iat, exp, claims and publicKey");
        }

        @Test
        void isNoConnectionToken() {
            assertThat(refusal(root.sign(all().setPublicKey("x").build())).reason())
                    .isIn(Reason.MALFORMED, Reason.METADATA);
        }

        private static Signer under(String certificate) {
            return new Signer(
                    GovalSigningAuthority.newBuilder()
                            .setSignedCert(certificate)
                            .build(),
                    Minting.newKeys());
        }
    }

    static Stream<Arguments> sufficientClaims() {
        return Stream.of(
                Arguments.of(replid("repl-1"), HERE),
                Arguments.of(user("alice"), HERE),
                Arguments.of(flag(ANY_REPLID), HERE),
                Arguments.of(flag(ANY_USER), flag(ANY_CLUSTER)));
    }

    private static GovalCert.Builder all() {
        return certificate().addAllClaims(Minting.everything());
    }
}
