package io.replyard.proto.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import io.replyard.proto.token.TokenRefusedException.Reason;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ProofCacheTest {
    private final SettableClock clock = new SettableClock();
    private final TokenVerifier verifier =
            new TokenVerifier(KeyRing.of(DevelopmentKey.rootKeys()), Minting.CLUSTER, clock);

    @Test
    void theSameTokenIsProvenOnce() throws Exception {
        VerifiedToken first = verifier.verify(Minting.VECTOR);
        VerifiedToken second = verifier.verify(Minting.VECTOR);

        // Parsed once: the second answer holds the first one's message.
        assertThat(second.token()).isSameAs(first.token());
        assertThat(verifier.keptProofs()).isEqualTo(1);
    }

    @Test
    void aKeptTokenEndsWithItsExp() throws Exception {
        verifier.verify(Minting.VECTOR);
        clock.now = Instant.ofEpochSecond(1_700_003_600);

        assertThatExceptionOfType(TokenRefusedException.class)
                .isThrownBy(() -> verifier.verify(Minting.VECTOR))
                .extracting(TokenRefusedException::reason)
                .isEqualTo(Reason.EXPIRED);
        assertThat(verifier.keptProofs()).isZero();
    }

    @Test
    void aKeptTokenEndsWithItsCertificate() throws Exception {
        String token = Minting.Signer.root()
                .certify(
                        Minting.certificate().addAllClaims(Minting.everything()).setExp(Minting.seconds(1_700_000_200)))
                .sign(Minting.token().build());
        verifier.verify(token);
        clock.now = Instant.ofEpochSecond(1_700_000_200);

        assertThatExceptionOfType(TokenRefusedException.class)
                .isThrownBy(() -> verifier.verify(token))
                .extracting(TokenRefusedException::reason)
                .isEqualTo(Reason.BAD_CERTIFICATE);
    }

    @Test
    void aKeptTokenIsNotGoodBeforeItsIatEither() throws Exception {
        verifier.verify(Minting.VECTOR);
        clock.now = Instant.ofEpochSecond(1_600_000_000);

        assertThatExceptionOfType(TokenRefusedException.class)
                .isThrownBy(() -> verifier.verify(Minting.VECTOR))
                .extracting(TokenRefusedException::reason)
                .isEqualTo(Reason.NOT_YET_VALID);
    }

    @Test
    void theLeastRecentlyUsedGoesFirst() throws Exception {
        ProofCache cache = new ProofCache(2);
        ConnectToken proven =
                ConnectToken.read(SignatureChain.open(Minting.VECTOR, KeyRing.of(DevelopmentKey.rootKeys())));
        cache.keep(digest(1), proven);
        cache.keep(digest(2), proven);
        assertThat(cache.find(digest(1))).isSameAs(proven);
        cache.keep(digest(3), proven);

        assertThat(cache.find(digest(1))).isSameAs(proven);
        assertThat(cache.find(digest(2))).isNull();
        assertThat(cache.find(digest(3))).isSameAs(proven);
        assertThat(cache.size()).isEqualTo(2);
    }

    private static ByteString digest(int value) {
        return ByteString.copyFrom(new byte[] {(byte) value});
    }

    private static final class SettableClock extends Clock {
        private Instant now = Minting.NOW;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
