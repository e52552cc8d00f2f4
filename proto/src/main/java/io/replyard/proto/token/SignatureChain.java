package io.replyard.proto.token;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.replyard.proto.claims.GovalCert;
import io.replyard.proto.claims.GovalSigningAuthority;
import io.replyard.proto.claims.GovalSigningAuthority.CertCase;
import io.replyard.proto.token.TokenRefusedException.Reason;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that cryptography says about a token: its body and, root first, the certificates down to the key that signed it.
 * No times are checked here, so that the result can be kept.
 *
 * @param body the message as it was signed
 * @param authority the token's own footer
 * @param certificates empty when a root has signed
 */
record SignatureChain(ByteString body, GovalSigningAuthority authority, List<GovalCert> certificates) {
    /** Longest chain, counted in certificates; every one costs a signature check. */
    static final int MAX_CERTIFICATES = 8;

    /** Follows the footers up to a root key, then checks every signature and delegation on the way down. */
    static SignatureChain open(String token, KeyRing roots) throws TokenRefusedException {
        List<PasetoToken> upwards = new ArrayList<>();
        upwards.add(PasetoToken.parse(Subject.TOKEN, token));
        GovalSigningAuthority own = upwards.getLast().authority();
        GovalSigningAuthority top = own;
        while (top.getCertCase() == CertCase.SIGNED_CERT) {
            if (upwards.size() > MAX_CERTIFICATES) {
                throw Subject.CERTIFICATE.refusal(
                        Reason.BAD_CERTIFICATE, " chain is deeper than " + MAX_CERTIFICATES + "; shorten it");
            }
            upwards.add(PasetoToken.parse(Subject.CERTIFICATE, top.getSignedCert()));
            top = upwards.getLast().authority();
        }

        PublicKey key = rootKey(top, roots);
        List<GovalCert> certificates = new ArrayList<>();
        for (PasetoToken signed : upwards.reversed()) {
            signed.requireSignedBy(key);
            if (certificates.size() == upwards.size() - 1) {
                break;
            }
            GovalCert certificate = certificate(signed.body());
            if (!certificates.isEmpty()) {
                new CertificateRights(certificates.getLast()).requireMaySign(certificate);
            }
            certificates.add(certificate);
            key = publicKey(certificate);
        }
        return new SignatureChain(upwards.getFirst().body(), own, List.copyOf(certificates));
    }

    private static PublicKey rootKey(GovalSigningAuthority top, KeyRing roots) throws TokenRefusedException {
        return roots.find(top.getKeyId(), top.getIssuer())
                .orElseThrow(() -> new TokenRefusedException(
                        Reason.UNKNOWN_KEY,
                        "key_id " + TokenRefusedException.quoted(top.getKeyId()) + " of issuer "
                                + TokenRefusedException.quoted(top.getIssuer()) + " is no root key here"))
                .publicKey();
    }

    private static GovalCert certificate(ByteString body) throws TokenRefusedException {
        try {
            GovalCert certificate = GovalCert.parseFrom(body);
            // A ReplToken reads as a certificate whose key is the cluster's name, but for the fields beyond the fourth.
            if (!certificate.getUnknownFields().asMap().isEmpty()) {
                throw Subject.CERTIFICATE.refusal(
                        Reason.BAD_CERTIFICATE, " has unknown fields; a GovalCert has iat, exp, claims and publicKey");
            }
            return certificate;
        } catch (InvalidProtocolBufferException e) {
            throw Subject.CERTIFICATE.refusal(Reason.BAD_CERTIFICATE, " body is not a GovalCert message", e);
        }
    }

    private static PublicKey publicKey(GovalCert certificate) throws TokenRefusedException {
        try {
            return Ed25519Keys.fromPaserkOrPem(certificate.getPublicKey());
        } catch (IllegalArgumentException e) {
            throw Subject.CERTIFICATE.refusal(
                    Reason.BAD_CERTIFICATE, " publicKey is neither a PASERK k2.public nor a PEM Ed25519 key", e);
        }
    }
}
