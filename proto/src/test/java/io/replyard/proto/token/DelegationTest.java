package io.replyard.proto.token;

import static io.replyard.proto.claims.FlagClaim.ANY_CLUSTER;
import static io.replyard.proto.claims.FlagClaim.ANY_ORG;
import static io.replyard.proto.claims.FlagClaim.ANY_REPLID;
import static io.replyard.proto.claims.FlagClaim.ANY_SUBCLUSTER;
import static io.replyard.proto.claims.FlagClaim.ANY_USER;
import static io.replyard.proto.claims.FlagClaim.ANY_USER_ID;
import static io.replyard.proto.claims.FlagClaim.DEPLOYMENTS;
import static io.replyard.proto.claims.FlagClaim.MINT_GOVAL_TOKEN;
import static io.replyard.proto.claims.FlagClaim.SIGN_INTERMEDIATE_CERT;
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

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.replyard.proto.claims.CertificateClaim;
import io.replyard.proto.claims.FlagClaim;
import io.replyard.proto.claims.GovalCert;
import io.replyard.proto.claims.GovalSigningAuthority;
import io.replyard.proto.claims.Org;
import io.replyard.proto.token.Minting.Signer;
import io.replyard.proto.token.TokenRefusedException.Reason;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one certificate may hand on to the next. */
class DelegationTest {
    private static final CertificateClaim MINT = flag(MINT_GOVAL_TOKEN);
    private static final CertificateClaim DELEGATE = flag(SIGN_INTERMEDIATE_CERT);
    private static final CertificateClaim HERE = cluster(Minting.CLUSTER);
    private final Signer root = Signer.root();

    @Test
    void narrowsStepByStep() throws Exception {
        Signer leaf = root.certify(DELEGATE, MINT, flag(ANY_REPLID), flag(ANY_USER), flag(ANY_CLUSTER))
                .certify(DELEGATE, MINT, flag(ANY_USER), HERE, cluster("asia"))
                .certify(MINT, user("alice"), HERE);

        assertThat(verifier().verify(leaf.sign(token().build())).onlyForUser()).isEqualTo("alice");
        assertRefused(
                leaf.sign(token().setRepl(Minting.repl().setUser("bob")).build()),
                Reason.NOT_AUTHORIZED,
                "certificate covers neither replid \"repl-1\" nor its user; add a claim");
    }

    @Test
    void needsTheFlagInTheSigner() {
        assertRefused(
                root.certify(MINT, flag(ANY_REPLID), flag(ANY_CLUSTER))
                        .certify(MINT, replid("repl-1"), HERE)
                        .sign(token().build()),
                Reason.BAD_CERTIFICATE,
                "certificate is signed by one without SIGN_INTERMEDIATE_CERT; add that claim to the signer");
    }

    @Test
    void isNotNeededUnderARoot() throws Exception {
        assertThat(verifier().verify(root.certify(all()).sign(token().build()))).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("valuesWithWildcards")
    void isCoveredByTheSameClaimOrTheWildcardOfItsKind(CertificateClaim claim, FlagClaim wildcard) throws Exception {
        CertificateClaim[] enough = {MINT, replid("repl-1"), HERE};
        GovalCert.Builder child = certificate(enough).addClaims(claim);

        for (CertificateClaim cover : new CertificateClaim[] {claim, flag(wildcard)}) {
            Signer leaf = root.certify(certificate(enough).addClaims(DELEGATE).addClaims(cover))
                    .certify(child.clone());
            assertThat(verifier().verify(leaf.sign(token().build()))).isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("valuesWithWildcards")
    void isNotCoveredByTheOtherWildcards(CertificateClaim claim, FlagClaim wildcard) {
        GovalCert.Builder parent = certificate(DELEGATE, MINT, replid("repl-1"), HERE);
        for (FlagClaim other : FlagClaim.values()) {
            if (other != wildcard && other != FlagClaim.UNRECOGNIZED) {
                parent.addClaims(flag(other));
            }
        }
        String token = root.certify(parent)
                .certify(MINT, replid("repl-1"), HERE, claim)
                .sign(token().build());

        assertThat(refusal(token))
                .hasMessageStartingWith("certificate claims ")
                .hasMessageEndingWith(", which its signer has not; drop it there or add it")
                .extracting(TokenRefusedException::reason)
                .isEqualTo(Reason.BAD_CERTIFICATE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 9, 10, 11, 12, 13, 99})
    void hasNoWildcardForFlags(int number) {
        CertificateClaim wanted =
                CertificateClaim.newBuilder().setFlagValue(number).build();
        GovalCert.Builder parent = certificate(replid("repl-1"), HERE).addClaims(DELEGATE);
        for (FlagClaim other : FlagClaim.values()) {
            if (other != FlagClaim.UNRECOGNIZED && other.getNumber() != number) {
                parent.addClaims(flag(other));
            }
        }
        TokenRefusedException refused = refusal(
                root.certify(parent).certify(replid("repl-1"), HERE, wanted).sign(token().build()));
        if (number == SIGN_INTERMEDIATE_CERT.getNumber()) {
            // The parent delegates, so it has this one itself.
            assertThat(refused.reason()).isEqualTo(Reason.NOT_AUTHORIZED);
        } else {
            assertThat(refused).hasMessageStartingWith("certificate claims flag ");
            assertThat(refused.reason()).isEqualTo(Reason.BAD_CERTIFICATE);
        }
    }

    @Test
    void doesNotPassOnWhatNobodyKnows() {
        CertificateClaim unknown;
        try {
            unknown = CertificateClaim.parseFrom(RawTokens.field(9, ByteString.EMPTY));
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
        assertRefused(
                root.certify(certificate().addAllClaims(Minting.everything()))
                        .certify(MINT, replid("repl-1"), HERE, unknown)
                        .sign(token().build()),
                Reason.BAD_CERTIFICATE,
                "certificate claims something unknown, which its signer has not; drop it there or add it");
    }

    @Test
    void endsWithAnExpiredLinkAnywhere() {
        assertRefused(
                root.certify(all().setExp(seconds(1_700_000_099)))
                        .certify(MINT, replid("repl-1"), HERE)
                        .sign(token().build()),
                Reason.BAD_CERTIFICATE,
                "certificate exp 2023-11-14T22:14:59Z has passed; get a new one");
    }

    @Test
    void mayBeEightCertificatesDeep() throws Exception {
        assertThat(verifier().verify(chain(8).sign(token().build()))).isNotNull();
    }

    @Test
    void mayNotBeDeeper() {
        // Empty certificates: with real ones a chain of nine is too long a token anyhow.
        GovalSigningAuthority authority = root.authority();
        for (int i = 0; i < 9; i++) {
            authority = GovalSigningAuthority.newBuilder()
                    .setSignedCert(TokenSigner.sign(
                            GovalCert.getDefaultInstance(),
                            authority,
                            root.keys().getPrivate()))
                    .build();
        }
        assertRefused(
                new Signer(authority, root.keys()).sign(token().build()),
                Reason.BAD_CERTIFICATE,
                "certificate chain is deeper than 8; shorten it");
    }

    private Signer chain(int certificates) {
        Signer signer = root;
        for (int i = 0; i < certificates; i++) {
            // Small on purpose: every level of base64 makes the whole nearly twice as long.
            signer = signer.certify(
                    GovalCert.newBuilder().setExp(seconds(1_800_000_000)).addAllClaims(Minting.everything()));
        }
        return signer;
    }

    static Stream<Arguments> valuesWithWildcards() {
        return Stream.of(
                Arguments.of(replid("x"), ANY_REPLID),
                Arguments.of(user("x"), ANY_USER),
                Arguments.of(cluster("x"), ANY_CLUSTER),
                Arguments.of(CertificateClaim.newBuilder().setSubcluster("x").build(), ANY_SUBCLUSTER),
                Arguments.of(CertificateClaim.newBuilder().setUserId(7).build(), ANY_USER_ID),
                Arguments.of(
                        CertificateClaim.newBuilder()
                                .setOrg(Org.newBuilder().setId("x"))
                                .build(),
                        ANY_ORG),
                Arguments.of(CertificateClaim.newBuilder().setDeployment(true).build(), DEPLOYMENTS));
    }

    private static GovalCert.Builder all() {
        return certificate().addAllClaims(Minting.everything());
    }
}
