package io.replyard.proto.token;

import io.replyard.proto.claims.GovalSigningAuthority;
import io.replyard.proto.session.SessionClaims;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Makes the short-lived tokens with which conman introduces a client to one pod. */
public final class SessionTokenSigner {
    static final String ISSUER = "conman";

    private final PrivateKey key;
    private final GovalSigningAuthority authority;
    private final Clock clock;
    private final Duration ttl;

    /**
     * A signer.
     *
     * @param key an Ed25519 private key
     * @param keyId {@link Ed25519Keys#keyId} of its public half, which {@link Ed25519Keys#publicKeyOf} gives
     * @param clock for iat and exp
     * @param ttl how long a token opens a session; a minute is plenty
     */
    public SessionTokenSigner(PrivateKey key, String keyId, Clock clock, Duration ttl) {
        if (!ttl.isPositive()) {
            throw new IllegalArgumentException("ttl of session tokens must be positive, not " + ttl);
        }
        this.key = key;
        this.authority = GovalSigningAuthority.newBuilder()
                .setKeyId(keyId)
                .setIssuer(ISSUER)
                .build();
        this.clock = clock;
        this.ttl = ttl;
    }

    /** Signs these claims with iat and exp filled in; the builder stays as it was. */
    public String sign(SessionClaims.Builder claims) {
        Instant now = clock.instant();
        SessionClaims stamped = claims.clone()
                .setIat(Validity.timestamp(now))
                .setExp(Validity.timestamp(now.plus(ttl)))
                .build();
        return TokenSigner.sign(stamped, authority, key);
    }
}
