package io.replyard.proto.token;

import static io.replyard.proto.token.Minting.NOW;
import static io.replyard.proto.token.Minting.VECTOR;
import static io.replyard.proto.token.Minting.assertRefused;
import static io.replyard.proto.token.Minting.refusal;
import static io.replyard.proto.token.Minting.seconds;
import static io.replyard.proto.token.Minting.signed;
import static io.replyard.proto.token.Minting.token;
import static io.replyard.proto.token.Minting.verifier;
import static io.replyard.proto.token.Minting.verifierAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.replyard.proto.claims.GovalSigningAuthority;
import io.replyard.proto.token.TokenRefusedException.Reason;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {
    private static final String PAYLOAD = VECTOR.substring("v2.public.".length(), VECTOR.lastIndexOf('.'));
    private static final String FOOTER = VECTOR.substring(VECTOR.lastIndexOf('.') + 1);

    @Nested
    class Shape {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "garbage",
                    "v2.public",
                    "v2.public.AAAA",
                    "v2.public.AAAA.BBBB.CCCC",
                    "....",
                    "..........................",
                    "test%20-%20bad%20token"
                })
        void fourPartsOrNothing(String token) {
            assertRefused(token, Reason.MALFORMED, "token needs exactly four parts: v2.public.<payload>.<footer>");
        }

        @Test
        void theFooterIsMandatory() {
            assertRefused(
                    "v2.public." + PAYLOAD,
                    Reason.MALFORMED,
                    "token needs exactly four parts: v2.public.<payload>.<footer>");
            assertRefused(
                    "v2.public." + PAYLOAD + ".",
                    Reason.MALFORMED,
                    "token footer is empty; it must name the signing authority");
        }

        @ParameterizedTest
        @ValueSource(strings = {"v1.public.", "v2.local.", "V2.public.", "v4.public.", "..", "v2..", " v2.public."})
        void onlyVersionTwoPublic(String header) {
            assertRefused(
                    header + PAYLOAD + "." + FOOTER,
                    Reason.MALFORMED,
                    "token must start with v2.public; sign it as PASETO version 2");
        }

        @ParameterizedTest
        @ValueSource(strings = {"%41", "===", "=", " ", "+", "/", "é", "\u0000", "€", "\uD83D", "\n"})
        void outerBase64IsStrict(String junk) {
            assertRefused(
                    "v2.public." + PAYLOAD + junk + "." + FOOTER,
                    Reason.MALFORMED,
                    "token payload is not unpadded base64url");
            assertRefused(
                    "v2.public." + PAYLOAD + "." + FOOTER + junk,
                    Reason.MALFORMED,
                    "token footer is not unpadded base64url");
        }

        @Test
        void aSignatureMustFit() {
            assertRefused(
                    "v2.public.AAAA." + FOOTER,
                    Reason.MALFORMED,
                    "token payload is too short to end in a signature of 64 bytes");
        }

        @Test
        void hugeInputIsNotLookedAt() {
            String message = "token is longer than 65536 characters; shorten its chain";
            assertRefused("A".repeat(10_000_000), Reason.MALFORMED, message);
            assertRefused(VECTOR + "A".repeat(65_536 - VECTOR.length() + 1), Reason.MALFORMED, message);
            assertThat(refusal("A".repeat(65_536)).getMessage()).startsWith("token needs exactly four parts");
        }

        @Test
        void innerBase64IsStrict() {
            String message = CanonicalBase64.encodeStandard(token().build().toByteArray());
            String footer = CanonicalBase64.encodeStandard(Minting.DEV.toByteArray());
            assertRefused(
                    RawTokens.signedTexts(message, footer.replace("=", ""), DevelopmentKey.privateKey()),
                    Reason.MALFORMED,
                    "token footer is not padded standard base64 inside");
            assertRefused(
                    RawTokens.signedTexts(message + "\n", footer, DevelopmentKey.privateKey()),
                    Reason.MALFORMED,
                    "token body is not padded standard base64 inside");
        }

        @Test
        void theFooterMustBeAnAuthority() {
            byte[] body = token().build().toByteArray();
            assertRefused(
                    RawTokens.signed(body, new byte[] {0x0a, 0x7f, 1}, DevelopmentKey.privateKey()),
                    Reason.MALFORMED,
                    "token footer is not a GovalSigningAuthority message");
            assertRefused(
                    TokenSigner.sign(
                            token().build(),
                            GovalSigningAuthority.newBuilder().setIssuer("x").build(),
                            DevelopmentKey.privateKey()),
                    Reason.MALFORMED,
                    "token footer must name exactly one of key_id and signed_cert");
            ByteString twice = RawTokens.field(2, ByteString.copyFromUtf8(VECTOR))
                    .concat(RawTokens.field(1, ByteString.copyFromUtf8("dev")));
            assertRefused(
                    RawTokens.signed(body, twice.toByteArray(), DevelopmentKey.privateKey()),
                    Reason.MALFORMED,
                    "token footer must name exactly one of key_id and signed_cert");
        }

        @Test
        void theBodyMustBeAReplToken() {
            byte[] whole = token().build().toByteArray();
            assertRefused(
                    RawTokens.signed(ByteString.copyFrom(whole, 0, whole.length - 1)),
                    Reason.MALFORMED,
                    "token body is not a ReplToken message");
            assertRefused(
                    RawTokens.signed(ByteString.copyFrom(new byte[] {0x7c})),
                    Reason.MALFORMED,
                    "token body is not a ReplToken message");
            assertRefused(
                    RawTokens.signed(RawTokens.field(4, ByteString.copyFrom(new byte[] {(byte) 0xff}))),
                    Reason.MALFORMED,
                    "token body is not a ReplToken message");
        }

        @Test
        void unknownFieldsOfLaterClientsAreIgnored() throws Exception {
            ByteString later = token().build().toByteString().concat(RawTokens.field(22, ByteString.copyFromUtf8("x")));

            assertThat(verifier()
                            .verify(RawTokens.signed(later))
                            .token()
                            .getRepl()
                            .getId())
                    .isEqualTo("repl-1");
        }
    }

    @Nested
    class Keys {
        @Test
        void anUnknownKeyIsRefused() {
            assertRefused(
                    TokenSigner.sign(
                            token().build(),
                            GovalSigningAuthority.newBuilder()
                                    .setKeyId("prod:7\u202e\nx")
                                    .setIssuer("a-very-long-issuer-name-that-goes-on")
                                    .build(),
                            DevelopmentKey.privateKey()),
                    Reason.UNKNOWN_KEY,
                    "key_id \"prod:7??x\" of issuer \"a-very-long-issuer-name-…\" is no root key here");
        }

        @Test
        void theDevelopmentKeyIsOnlyTrustedWhenItIsOnTheRing() {
            TokenVerifier production =
                    new TokenVerifier(KeyRing.of(List.of()), Minting.CLUSTER, Clock.fixed(NOW, ZoneOffset.UTC));

            assertThat(refusal(production, VECTOR).reason()).isEqualTo(Reason.UNKNOWN_KEY);
        }

        @Test
        void anotherKeysSignatureIsRefused() {
            assertRefused(
                    TokenSigner.sign(
                            token().build(), Minting.DEV, Minting.newKeys().getPrivate()),
                    Reason.BAD_SIGNATURE,
                    "token signature does not match the key named in its footer");
        }

        @Test
        void aSignatureOutOfTheCurvesOrderIsRefused() {
            byte[] payload = CanonicalBase64.decodeUrl(PAYLOAD);
            Arrays.fill(payload, payload.length - 32, payload.length, (byte) 0xff);

            assertThat(refusal("v2.public." + CanonicalBase64.encodeUrl(payload) + "." + FOOTER)
                            .reason())
                    .isEqualTo(Reason.BAD_SIGNATURE);
        }
    }

    @Nested
    class Times {
        @Test
        void iatMayBeAMinuteAhead() throws Exception {
            String token =
                    signed(token().setIat(seconds(NOW.getEpochSecond() + 60)).build());

            assertThat(verifier().verify(token).issuedAt()).isEqualTo(NOW.plusSeconds(60));
        }

        @Test
        void iatBeyondThatIsRefused() {
            assertRefused(
                    signed(token().setIat(Timestamp.newBuilder()
                                    .setSeconds(NOW.getEpochSecond() + 60)
                                    .setNanos(1))
                            .build()),
                    Reason.NOT_YET_VALID,
                    "token iat 2023-11-14T22:16:00.000000001Z is in the future; check the signer's clock");
        }

        @Test
        void expIsTheFirstInstantThatIsRefused() throws Exception {
            assertThat(verifierAt(Instant.ofEpochSecond(1_700_003_600).minusNanos(1))
                            .verify(VECTOR))
                    .isNotNull();

            TokenRefusedException refused = refusal(verifierAt(Instant.ofEpochSecond(1_700_003_600)), VECTOR);
            assertThat(refused).hasMessage("token exp 2023-11-14T23:13:20Z has passed; get a new one");
            assertThat(refused.reason()).isEqualTo(Reason.EXPIRED);
        }

        @Test
        void aMissingExpIsAnHourAfterIat() throws Exception {
            String token = signed(token().clearExp().build());

            assertThat(verifier().verify(token).expiresAt()).isEqualTo(Instant.ofEpochSecond(1_700_003_600));
            assertThat(refusal(verifierAt(Instant.ofEpochSecond(1_700_003_600)), token)
                            .reason())
                    .isEqualTo(Reason.EXPIRED);
        }

        @Test
        void aMissingIatIsTheEpoch() throws Exception {
            assertThat(verifier().verify(signed(token().clearIat().build())).issuedAt())
                    .isEqualTo(Instant.EPOCH);
            assertRefused(
                    signed(token().clearIat().clearExp().build()),
                    Reason.EXPIRED,
                    "token exp 1970-01-01T01:00:00Z has passed; get a new one");
        }

        @ParameterizedTest
        @CsvSource({
            "9223372036854775807, 0",
            "-9223372036854775808, 0",
            "253402300800, 0",
            "-62135596801, 0",
            "1700000000, 1000000000",
            "1700000000, -1",
            "1700000000, -2147483648"
        })
        void timesOutOfRangeAreRefused(long epochSeconds, int nanos) {
            Timestamp time = Timestamp.newBuilder()
                    .setSeconds(epochSeconds)
                    .setNanos(nanos)
                    .build();
            assertRefused(
                    signed(token().setIat(time).build()),
                    Reason.MALFORMED,
                    "token iat is not a time between the years 1 and 9999");
            assertRefused(
                    signed(token().setExp(time).build()),
                    Reason.MALFORMED,
                    "token exp is not a time between the years 1 and 9999");
        }

        @Test
        void theLatestPossibleIatHasADefaultExpToo() {
            assertThat(refusal(signed(token().clearExp()
                                    .setIat(seconds(253_402_300_799L))
                                    .build()))
                            .reason())
                    .isEqualTo(Reason.NOT_YET_VALID);
        }
    }

    @Test
    void anotherClustersTokenIsRefused() {
        assertRefused(
                signed(token().setCluster("asia").build()),
                Reason.WRONG_CLUSTER,
                "token is for cluster \"asia\", this is \"development\"; get a new one");
        assertRefused(
                signed(token().clearCluster().build()),
                Reason.WRONG_CLUSTER,
                "token is for cluster \"\", this is \"development\"; get a new one");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 99, -1})
    void onlyProtobufIsSpoken(int format) {
        assertRefused(
                signed(token().setFormatValue(format).build()),
                Reason.FORMAT,
                "format " + format + " is not spoken here; use PROTOBUF (0)");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, -1})
    void onlyTheTwoKnownVersions(int version) {
        assertRefused(
                TokenSigner.sign(
                        token().build(),
                        Minting.DEV.toBuilder().setVersionValue(version).build(),
                        DevelopmentKey.privateKey()),
                Reason.MALFORMED,
                "token footer has version " + version + "; use 0 or 1");
    }

    @Test
    void aVerifierNeedsACluster() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TokenVerifier(KeyRing.of(List.of()), " ", Clock.systemUTC()))
                .withMessage("cluster is empty; name the cluster that tokens are minted for");
    }
}
