package io.replyard.proto.token;

import com.google.protobuf.ByteString;
import io.replyard.proto.token.TokenRefusedException.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/**
 * Decides whether a token may open a connection to this cluster. Safe for use by many threads.
 *
 * <p>A signature check takes about a millisecond and reconnecting clients present the same token over and over, so the
 * outcome of the signature checks is kept for a bounded number of tokens, by SHA-256 of the token. Every other rule, times
 * and cluster included, runs again at each use; a refused token is not kept.
 */
public final class TokenVerifier {
    private static final int KEPT_PROOFS = 1024;

    private final KeyRing roots;
    private final String cluster;
    private final Clock clock;
    private final ProofCache proofs = new ProofCache(KEPT_PROOFS);

    /**
     * A verifier.
     *
     * @param roots the keys that are trusted
     * @param cluster the name that tokens must carry; not empty
     * @param clock what iat and exp are compared with
     */
    public TokenVerifier(KeyRing roots, String cluster, Clock clock) {
        if (cluster.isBlank()) {
            throw new IllegalArgumentException("cluster is empty; name the cluster that tokens are minted for");
        }
        this.roots = roots;
        this.cluster = cluster;
        this.clock = clock;
    }

    /**
     * Accepts or refuses a token.
     *
     * @param token as it stood in the URL, percent escapes already decoded
     * @throws TokenRefusedException whatever is wrong with it; nothing a client sends causes another exception
     */
    public VerifiedToken verify(String token) throws TokenRefusedException {
        // Before the digest, so that a huge string costs nothing.
        if (token.length() > PasetoToken.MAX_LENGTH) {
            throw Subject.TOKEN.refusal(
                    Reason.MALFORMED, " is longer than " + PasetoToken.MAX_LENGTH + " characters; shorten its chain");
        }
        ByteString digest = ByteString.copyFrom(Ed25519Keys.sha256(token.getBytes(StandardCharsets.UTF_8)));
        ConnectToken proven = proofs.find(digest);
        if (proven == null) {
            proven = ConnectToken.read(SignatureChain.open(token, roots));
        }
        try {
            VerifiedToken verified = proven.admit(cluster, clock.instant());
            proofs.keep(digest, proven);
            return verified;
        } catch (TokenRefusedException e) {
            proofs.forget(digest);
            throw e;
        }
    }

    /** How many proofs are kept right now. */
    int keptProofs() {
        return proofs.size();
    }
}
