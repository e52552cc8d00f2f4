package io.replyard.conman.wake;

import io.replyard.proto.claims.ReplToken;
import io.replyard.proto.session.SessionClaims;
import io.replyard.proto.token.SessionTokenSigner;
import java.time.Duration;
import java.util.function.Consumer;

/** The session token for one pod, signed anew only when the last one grows old. Confined to one event loop. */
final class PodSessionToken {
    /** Half of what a session token lives. */
    private static final Duration FRESH = Duration.ofSeconds(30);

    private final SessionTokenSigner signer;
    private final Offload offload;
    private final SessionClaims.Builder claims;
    private String signed = "";
    private long signedAt;

    PodSessionToken(SessionTokenSigner signer, Offload offload, String replId, String podUid, ReplToken token) {
        this.signer = signer;
        this.offload = offload;
        this.claims = SessionClaims.newBuilder()
                .setReplId(replId)
                .setPodUid(podUid)
                .setUserId(token.getPresenced().getBearerID())
                .setUserName(token.getPresenced().getBearerName())
                .addAllFlags(token.getFlagsList());
    }

    /** Hands over a token that is good for half a minute at least. */
    void get(Consumer<String> ready, Consumer<Exception> failed) {
        long now = System.nanoTime();
        if (!signed.isEmpty() && now - signedAt < FRESH.toNanos()) {
            ready.accept(signed);
            return;
        }
        offload.run(
                () -> signer.sign(claims),
                token -> {
                    signed = token;
                    signedAt = now;
                    ready.accept(token);
                },
                failed);
    }
}
