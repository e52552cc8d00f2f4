package io.replyard.proto.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import io.replyard.proto.claims.CertificateClaim;
import io.replyard.proto.claims.FlagClaim;
import io.replyard.proto.token.Minting.Signer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;

/** Whatever comes in, only what was signed is accepted, and everything else ends in a refusal, never in another exception. */
class TokenPropertiesTest {
    private static final String CHAINED = Signer.root()
            .certify(
                    Minting.flag(FlagClaim.MINT_GOVAL_TOKEN),
                    Minting.replid("repl-1"),
                    CertificateClaim.newBuilder().setCluster(Minting.CLUSTER).build())
            .sign(Minting.token().build());

    private final TokenVerifier verifier = Minting.verifier();

    @Property(tries = 1500, shrinking = ShrinkingMode.OFF)
    void noChangedByteVerifies(
            @ForAll("valid") String token,
            @ForAll @IntRange(max = Integer.MAX_VALUE - 1) int place,
            @ForAll @CharRange(from = '\0', to = '\u00ff') char other) {
        int at = place % token.length();
        Assume.that(token.charAt(at) != other);

        assertRefused(token.substring(0, at) + other + token.substring(at + 1));
    }

    @Example
    void noOtherSpellingOfALastCharacterVerifies() {
        for (String token : new String[] {Minting.VECTOR, CHAINED}) {
            for (int end : new int[] {token.lastIndexOf('.'), token.length()}) {
                for (char other = 0; other < 128; other++) {
                    if (other != token.charAt(end - 1)) {
                        assertRefused(token.substring(0, end - 1) + other + token.substring(end));
                    }
                }
            }
        }
    }

    @Property(tries = 500)
    void noTruncatedTokenVerifies(@ForAll("valid") String token, @ForAll @IntRange(max = 100_000) int length) {
        assertRefused(token.substring(0, length % token.length()));
    }

    @Property(tries = 300)
    void noPieceTwiceVerifies(@ForAll("valid") String token, @ForAll @IntRange(max = 100_000) int place) {
        int at = place % token.length();
        assertRefused(token.substring(0, at) + token.substring(at, at + 1) + token.substring(at));
    }

    @Property(tries = 1000)
    void anyTextIsRefused(@ForAll String text) {
        assertRefused(text);
        assertRefused("v2.public." + text);
        assertRefused("v2.public." + text + "." + text);
    }

    @Property(tries = 500)
    void anySignedBytesAreRefused(@ForAll("bytes") ByteString body) {
        assertRefused(RawTokens.signed(body));
        assertRefused(RawTokens.signedAsGovalToken(body));
    }

    @Property(tries = 500)
    void anyFooterBytesAreRefused(@ForAll("bytes") ByteString footer) {
        assertRefused(RawTokens.signed(
                Minting.token().build().toByteArray(), footer.toByteArray(), DevelopmentKey.privateKey()));
    }

    @Property(tries = 500)
    void anyChangedSignedBodyIsDecidedWithoutASurprise(@ForAll @IntRange(max = 1000) int place, @ForAll byte other) {
        byte[] body = Minting.token().build().toByteArray();
        body[place % body.length] = other;
        Throwable outcome = catchThrowable(() -> verifier.verify(RawTokens.signed(ByteString.copyFrom(body))));

        assertThat(outcome)
                .satisfiesAnyOf(
                        t -> assertThat(t).isNull(), t -> assertThat(t).isInstanceOf(TokenRefusedException.class));
    }

    @Property(tries = 300)
    void anyCertificateBytesAreRefused(@ForAll("bytes") ByteString body) {
        String certificate = RawTokens.signed(body);
        assertRefused(new Signer(
                        Minting.DEV.toBuilder().setSignedCert(certificate).build(),
                        Signer.root().keys())
                .sign(Minting.token().build()));
    }

    @Provide
    Arbitrary<String> valid() {
        return Arbitraries.of(Minting.VECTOR, CHAINED);
    }

    @Provide
    Arbitrary<ByteString> bytes() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(300).map(ByteString::copyFrom);
    }

    private void assertRefused(String token) {
        assertThat(catchThrowable(() -> verifier.verify(token))).isInstanceOf(TokenRefusedException.class);
    }
}
