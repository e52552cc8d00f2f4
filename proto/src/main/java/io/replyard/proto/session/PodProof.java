package io.replyard.proto.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Shows that who answers in a pod knows the pod's uid, as pid1 does and the programs that it starts do not. Pure. */
public final class PodProof {
    private static final String PURPOSE = "replyard-pod-proof";

    private PodProof() {}

    /** The proof of the pod with this uid for a challenge: base64url of a SHA-256, without padding. */
    public static String of(String podUid, String challenge) {
        String text = PURPOSE + '\0' + podUid + '\0' + challenge;
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
