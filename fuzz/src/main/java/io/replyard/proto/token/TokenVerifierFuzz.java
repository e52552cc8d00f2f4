package io.replyard.proto.token;

import io.replyard.fuzz.Expect;
import io.replyard.proto.claims.GovalSigningAuthority;
import io.replyard.proto.claims.Repl;
import io.replyard.proto.claims.ReplToken;
import io.replyard.proto.session.SessionClaims;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** Texts as tokens: refused in words that fit a close frame, or accepted in the one spelling that they have. */
public final class TokenVerifierFuzz {
    private static final String CLUSTER = "development";
    private static final String ID = "r-1";
    private static final String UID = "uid-1";
    private static final int CLOSE_REASON = 123;
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_700_000_100), ZoneOffset.UTC);
    private static final TokenVerifier TOKENS =
            new TokenVerifier(KeyRing.of(DevelopmentKey.rootKeys()), CLUSTER, CLOCK);
    private static final SessionTokenVerifier SESSIONS =
            new SessionTokenVerifier(List.of(DevelopmentKey.publicKey()), ID, UID, CLOCK);

    private TokenVerifierFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        try {
            PasetoToken token = PasetoToken.parse(Subject.TOKEN, text);
            Expect.same(
                    token.authority(), PasetoToken.parse(Subject.TOKEN, text).authority(), "a footer says one thing");
        } catch (TokenRefusedException e) {
            requireShort(e);
        }
        if (isAccepted(text)) {
            Expect.that(isAccepted(text), "what is accepted once is accepted again");
            for (String other : List.of(text + "=", text + ".", " " + text, text + "A", text.substring(1))) {
                Expect.that(!isAccepted(other), "a token has one spelling");
            }
        }
    }

    private static boolean isAccepted(String text) {
        boolean accepted = false;
        try {
            VerifiedToken verified = TOKENS.verify(text);
            Expect.same(verified.token().getCluster(), CLUSTER, "tokens are for this cluster");
            accepted = true;
        } catch (TokenRefusedException e) {
            requireShort(e);
        }
        try {
            SessionClaims claims = SESSIONS.verify(text);
            Expect.that(claims.getReplId().equals(ID) && claims.getPodUid().equals(UID), "sessions are for this pod");
            return true;
        } catch (TokenRefusedException e) {
            requireShort(e);
        }
        return accepted;
    }

    static void requireShort(TokenRefusedException refusal) {
        int bytes = refusal.getMessage().getBytes(StandardCharsets.UTF_8).length;
        Expect.that(bytes > 0 && bytes <= CLOSE_REASON, "a refusal fits into a close frame");
        Expect.that(refusal.getMessage().chars().noneMatch(Character::isISOControl), "a refusal is one line");
    }

    static ReplToken sample() {
        return ReplToken.newBuilder()
                .setIat(Validity.timestamp(CLOCK.instant()))
                .setExp(Validity.timestamp(CLOCK.instant().plusSeconds(60)))
                .setCluster(CLUSTER)
                .setRepl(Repl.newBuilder()
                        .setId(ID)
                        .setLanguage("l")
                        .setBucket("b")
                        .setSlug("s")
                        .setUser("u"))
                .build();
    }

    public static List<byte[]> seeds() {
        GovalSigningAuthority authority = GovalSigningAuthority.newBuilder()
                .setKeyId("dev")
                .setIssuer("i")
                .build();
        String token = TokenSigner.sign(sample(), authority, DevelopmentKey.privateKey());
        GovalSigningAuthority certified =
                GovalSigningAuthority.newBuilder().setSignedCert(token).build();
        String session = new SessionTokenSigner(
                        DevelopmentKey.privateKey(),
                        Ed25519Keys.keyId(DevelopmentKey.publicKey()),
                        CLOCK,
                        Duration.ofMinutes(1))
                .sign(SessionClaims.newBuilder().setReplId(ID).setPodUid(UID));
        return List.of(token, TokenSigner.sign(sample(), certified, DevelopmentKey.privateKey()), session).stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
