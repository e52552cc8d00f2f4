package io.replyard.proto.token;

import com.google.protobuf.InvalidProtocolBufferException;
import io.replyard.proto.claims.GovalSigningAuthority;
import io.replyard.proto.session.SessionClaims;
import io.replyard.proto.token.TokenRefusedException.Reason;
import java.security.PublicKey;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Decides whether a session token opens a session in this pod. Safe for use by many threads. */
public final class SessionTokenVerifier {
    /** RFC 8032's base point, as good a key as any. */
    private static final byte[] SOME_KEY = HexFormat.of().parseHex("58" + "66".repeat(Ed25519Keys.RAW_LENGTH - 1));

    private final Map<String, PublicKey> keys;
    private final String replId;
    private final String podUid;
    private final Clock clock;

    /**
     * A verifier.
     *
     * @param keys conman's public keys, several while they are rotated
     * @param replId {@code spec.id} of the Repl that runs here
     * @param podUid {@code metadata.uid} of this pod
     * @param clock what iat and exp are compared with; iat may be up to 60 s ahead
     */
    public SessionTokenVerifier(List<PublicKey> keys, String replId, String podUid, Clock clock) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("no session keys; without one nobody can connect");
        }
        if (replId.isBlank() || podUid.isBlank()) {
            throw new IllegalArgumentException(
                    "replId and podUid must both be set; they say whose tokens are good here");
        }
        this.keys =
                keys.stream().distinct().collect(Collectors.toUnmodifiableMap(Ed25519Keys::keyId, Function.identity()));
        this.replId = replId;
        this.podUid = podUid;
        this.clock = clock;
    }

    /**
     * Does what the first verification in a Java runtime costs beyond all others, which is most of it: providers, tables, classes. Call it beside something
     * else that has to be done before the first token comes.
     */
    public static void warmUp() {
        try {
            PasetoToken.unsigned().requireSignedBy(Ed25519Keys.fromRaw(SOME_KEY));
            throw new IllegalStateException("a signature of zeros was accepted");
        } catch (TokenRefusedException expected) {
            // That was the point: all that it takes to refuse it is there now. What is left is to read a token.
            var _ = SessionClaims.getDefaultInstance();
        }
    }

    /** The pod whose tokens it accepts. */
    public String podUid() {
        return podUid;
    }

    /**
     * Accepts or refuses a session token.
     *
     * @throws TokenRefusedException whatever is wrong with it; nothing a client sends causes another exception
     */
    public SessionClaims verify(String token) throws TokenRefusedException {
        PasetoToken paseto = PasetoToken.parse(Subject.SESSION, token);
        paseto.requireSignedBy(key(paseto.authority()));
        SessionClaims claims = claims(paseto);
        if (!claims.hasExp()) {
            throw Subject.SESSION.refusal(Reason.MALFORMED, " has no exp; conman must set one");
        }
        Validity.of(Subject.SESSION, claims.hasIat() ? claims.getIat() : null, claims.getExp())
                .requireAt(clock.instant());
        if (!claims.getReplId().equals(replId)) {
            throw Subject.SESSION.refusal(
                    Reason.WRONG_REPL,
                    " is for repl_id " + TokenRefusedException.quoted(claims.getReplId()) + ", here runs "
                            + TokenRefusedException.quoted(replId));
        }
        if (!claims.getPodUid().equals(podUid)) {
            throw Subject.SESSION.refusal(
                    Reason.WRONG_POD, " has another pod_uid; the Repl has moved, look its pod up again");
        }
        return claims;
    }

    private PublicKey key(GovalSigningAuthority authority) throws TokenRefusedException {
        PublicKey key = keys.get(authority.getKeyId());
        if (key == null || !authority.getIssuer().equals(SessionTokenSigner.ISSUER)) {
            throw Subject.SESSION.refusal(
                    Reason.UNKNOWN_KEY,
                    " key_id " + TokenRefusedException.quoted(authority.getKeyId()) + " of issuer "
                            + TokenRefusedException.quoted(authority.getIssuer()) + " is not conman's");
        }
        return key;
    }

    private static SessionClaims claims(PasetoToken paseto) throws TokenRefusedException {
        try {
            return SessionClaims.parseFrom(paseto.body());
        } catch (InvalidProtocolBufferException e) {
            throw Subject.SESSION.refusal(Reason.MALFORMED, " body is not a SessionClaims message", e);
        }
    }
}
