package io.replyard.pid1.client;

import io.replyard.proto.session.SessionClaims;
import io.replyard.proto.token.Ed25519Keys;
import io.replyard.proto.token.SessionTokenSigner;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;

/** Plays conman: makes session tokens for one pod with a key of its own. */
public final class TokenMint {
    public static final String REPL = "a-repl";
    public static final String POD = "a-pod-uid";

    private final KeyPair keys;
    private final SessionTokenSigner signer;

    public TokenMint() {
        try {
            keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
        signer = new SessionTokenSigner(
                keys.getPrivate(), Ed25519Keys.keyId(keys.getPublic()), Clock.systemUTC(), Duration.ofMinutes(1));
    }

    public PublicKey publicKey() {
        return keys.getPublic();
    }

    /** A token that {@link #POD} accepts. */
    public String token() {
        return token(REPL, POD);
    }

    public String token(String repl, String pod) {
        return signer.sign(SessionClaims.newBuilder()
                .setReplId(repl)
                .setPodUid(pod)
                .setUserId(7)
                .setUserName("ada"));
    }
}
