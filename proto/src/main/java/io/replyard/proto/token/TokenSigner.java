package io.replyard.proto.token;

import com.google.protobuf.MessageLite;
import io.replyard.proto.claims.GovalSigningAuthority;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;

/** Makes tokens and certificates: PASETO {@code v2.public} with a mandatory footer. */
public final class TokenSigner {
    private TokenSigner() {}

    /**
     * Signs a message. Ed25519 is deterministic: the same input gives the same token.
     *
     * @param body a ReplToken or GovalToken for a token, a GovalCert for a certificate
     * @param authority names the key: a root key's id, or the certificate over the public half of {@code key}
     * @param key an Ed25519 private key
     * @throws IllegalArgumentException for a key of another algorithm
     */
    public static String sign(MessageLite body, GovalSigningAuthority authority, PrivateKey key) {
        byte[] header = PasetoToken.HEADER.getBytes(StandardCharsets.US_ASCII);
        byte[] message = innerText(body);
        byte[] footer = innerText(authority);
        byte[] signature = signature(key, PasetoToken.preAuthenticationEncoding(header, message, footer));
        byte[] payload = Arrays.copyOf(message, message.length + signature.length);
        System.arraycopy(signature, 0, payload, message.length, signature.length);
        return PasetoToken.HEADER + CanonicalBase64.encodeUrl(payload) + "." + CanonicalBase64.encodeUrl(footer);
    }

    private static byte[] innerText(MessageLite message) {
        return CanonicalBase64.encodeStandard(message.toByteArray()).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] signature(PrivateKey key, byte[] over) {
        try {
            Signature signer = Signature.getInstance(Ed25519Keys.ALGORITHM, Ed25519Keys.PROVIDER);
            signer.initSign(key);
            signer.update(over);
            return signer.sign();
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException("tokens are signed with Ed25519, not with " + key.getAlgorithm(), e);
        } catch (NoSuchAlgorithmException | NoSuchProviderException | SignatureException e) {
            throw new IllegalStateException("this Java runtime cannot sign with Ed25519", e);
        }
    }
}
