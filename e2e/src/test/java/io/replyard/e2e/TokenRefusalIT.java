package io.replyard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.replyard.cli.client.CloseStatus;
import io.replyard.proto.claims.GovalCert;
import io.replyard.proto.claims.GovalSigningAuthority;
import io.replyard.proto.claims.Repl;
import io.replyard.proto.claims.ReplToken;
import io.replyard.proto.token.DevelopmentKey;
import io.replyard.proto.token.TokenSigner;
import io.replyard.proto.wire.Command;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A bad token is closed with 1008 and a reason that helps, and nothing has been created for it. */
class TokenRefusalIT {
    /**
     * A bad token.
     *
     * @param what the case
     * @param token what is presented, percent-encoded where it must be
     * @param reason a piece of the reason
     * @param id the Repl that must not come to be
     */
    record Refusal(String what, String token, String reason, String id) {
        @Override
        public String toString() {
            return what;
        }
    }

    @ParameterizedTest
    @MethodSource("badTokens")
    void isRefusedWithAReasonAndWithoutATrace(Refusal refusal) throws Exception {
        try (Person person = Person.with(refusal.token())) {
            CloseStatus close = person.awaitClose();
            assertThat(close.code()).as(close.reason()).isEqualTo(1008);
            assertThat(close.reason()).containsIgnoringCase(refusal.reason());
            // Some are only found out by the API server, after the signature was good.
            assertThat(person.said()).noneMatch(Command::hasContainerState);
        }
        assertThat(Lab.repl(refusal.id()).get()).isNull();
    }

    @SuppressWarnings("AvoidValueSetter") // The constant for JSON is deprecated.
    static Stream<Refusal> badTokens() throws NoSuchAlgorithmException {
        Instant now = Instant.now();
        KeyPair stranger = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        return Stream.of(
                refusal("not a token", "token", id -> "test%20-%20bad%20token"),
                refusal("three parts", "part", id -> {
                    String good = sign(Tokens.forRepl(id));
                    return good.substring(0, good.lastIndexOf('.'));
                }),
                refusal("a changed byte", "signature", id -> {
                    String good = sign(Tokens.forRepl(id));
                    char at = good.charAt(40);
                    return good.substring(0, 40) + (at == 'A' ? 'B' : 'A') + good.substring(41);
                }),
                refusal(
                        "a stranger's key under a known name",
                        "signature",
                        id -> TokenSigner.sign(Tokens.forRepl(id).build(), Tokens.DEV, stranger.getPrivate())),
                refusal(
                        "an unknown key id",
                        "key",
                        id -> TokenSigner.sign(
                                Tokens.forRepl(id).build(),
                                Tokens.DEV.toBuilder().setKeyId("prod:7").build(),
                                DevelopmentKey.privateKey())),
                refusal(
                        "expired",
                        "exp",
                        id -> sign(Tokens.forRepl(id)
                                .setIat(Tokens.timestamp(now.minusSeconds(7200)))
                                .setExp(Tokens.timestamp(now.minusSeconds(1))))),
                refusal(
                        "no exp, issued long ago",
                        "exp",
                        id -> sign(Tokens.forRepl(id)
                                .setIat(Tokens.timestamp(now.minusSeconds(4000)))
                                .clearExp())),
                refusal(
                        "issued in the future",
                        "iat",
                        id -> sign(Tokens.forRepl(id).setIat(Tokens.timestamp(now.plusSeconds(600))))),
                refusal(
                        "another cluster",
                        "cluster",
                        id -> sign(Tokens.forRepl(id).setCluster("elsewhere"))),
                refusal("no metadata", "repl", id -> sign(Tokens.forRepl(id).clearMetadata())),
                refusal("an empty slug", "slug", id -> sign(withRepl(id, repl -> repl.setSlug("")))),
                refusal(
                        "an id that no object can have",
                        "id",
                        id -> sign(withRepl(id, repl -> repl.setId("../" + id)))),
                refusal(
                        "a slug that leaves the home folder",
                        "slug",
                        id -> sign(withRepl(id, repl -> repl.setSlug("..")))),
                refusal(
                        "JSON on the wire",
                        "format",
                        id -> sign(Tokens.forRepl(id).setFormatValue(1))),
                refusal(
                        "an id that nobody has described",
                        "known",
                        id -> sign(Tokens.forRepl(id)
                                .setId(ReplToken.ReplID.newBuilder().setId(id)))),
                refusal("a certificate without the right to mint", "MINT_GOVAL_TOKEN", id -> {
                    String certificate = TokenSigner.sign(
                            GovalCert.newBuilder()
                                    .setIat(Tokens.timestamp(now.minusSeconds(60)))
                                    .setExp(Tokens.timestamp(now.plusSeconds(60)))
                                    .setPublicKey(paserk(stranger))
                                    .build(),
                            Tokens.DEV,
                            DevelopmentKey.privateKey());
                    return TokenSigner.sign(
                            Tokens.forRepl(id).build(),
                            GovalSigningAuthority.newBuilder()
                                    .setSignedCert(certificate)
                                    .build(),
                            stranger.getPrivate());
                }));
    }

    private static Refusal refusal(String what, String reason, UnaryOperator<String> token) {
        String id = "refused-" + UUID.randomUUID();
        return new Refusal(what, token.apply(id), reason, id);
    }

    private static ReplToken.Builder withRepl(String id, UnaryOperator<Repl.Builder> change) {
        ReplToken.Builder token = Tokens.forRepl(id);
        return token.setRepl(change.apply(token.getRepl().toBuilder()));
    }

    private static String sign(ReplToken.Builder token) {
        return Tokens.sign(token);
    }

    private static String paserk(KeyPair pair) {
        byte[] spki = pair.getPublic().getEncoded();
        return "k2.public."
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(Arrays.copyOfRange(spki, spki.length - 32, spki.length));
    }
}
