package io.replyard.proto.token;

import java.security.PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * A public key whose signature needs no certificate.
 *
 * @param keyId what footers call it
 * @param issuer the only issuer it is good for, or null for any
 * @param publicKey an Ed25519 key
 */
public record RootKey(String keyId, @Nullable String issuer, PublicKey publicKey) {
    /** @throws IllegalArgumentException for an empty name or a key of another algorithm */
    public RootKey {
        if (keyId.isBlank()) {
            throw new IllegalArgumentException("keyId of a root key is empty; footers refer to it");
        }
        if (issuer != null && issuer.isBlank()) {
            throw new IllegalArgumentException(
                    "issuer of root key " + keyId + " is empty; leave it out to trust every issuer");
        }
        try {
            Ed25519Keys.toRaw(publicKey);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("publicKey of root key " + keyId + ": " + e.getMessage(), e);
        }
    }
}
