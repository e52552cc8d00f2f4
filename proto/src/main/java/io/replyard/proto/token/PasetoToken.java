package io.replyard.proto.token;

import com.google.protobuf.ByteString;
import io.replyard.proto.claims.GovalSigningAuthority;
import io.replyard.proto.token.TokenRefusedException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.Set;

/**
 * The outer layer of a token, PASETO {@code v2.public}: {@code v2.public.B64URL(message || signature).B64URL(footer)}. Message
 * and footer are base64 text around protobuf, since PASETO wants UTF-8 there. The signature is checked over the bytes as
 * they came in; encoding a parsed message again need not give the same bytes.
 */
final class PasetoToken {
    /** Longest token that is looked at, in characters; chains of certificates run to several thousand. */
    static final int MAX_LENGTH = 64 * 1024;

    static final String HEADER = "v2.public.";
    private static final int SIGNATURE_LENGTH = 64;
    private static final Set<Integer> CERT_FIELDS =
            Set.of(GovalSigningAuthority.KEY_ID_FIELD_NUMBER, GovalSigningAuthority.SIGNED_CERT_FIELD_NUMBER);

    private final Subject subject;
    private final byte[] message;
    private final byte[] signature;
    private final byte[] footer;

    private PasetoToken(Subject subject, byte[] payload, byte[] footer) {
        this.subject = subject;
        this.message = Arrays.copyOf(payload, payload.length - SIGNATURE_LENGTH);
        this.signature = Arrays.copyOfRange(payload, payload.length - SIGNATURE_LENGTH, payload.length);
        this.footer = footer;
    }

    /** Takes a token apart; nothing in it is to be believed before {@link #requireSignedBy}. */
    static PasetoToken parse(Subject subject, String text) throws TokenRefusedException {
        if (text.length() > MAX_LENGTH) {
            throw subject.refusal(Reason.MALFORMED, " is longer than " + MAX_LENGTH + " characters; shorten its chain");
        }
        String[] parts = text.split("\\.", 5);
        if (parts.length != 4) {
            throw subject.refusal(Reason.MALFORMED, " needs exactly four parts: v2.public.<payload>.<footer>");
        }
        if (!text.startsWith(HEADER)) {
            throw subject.refusal(Reason.MALFORMED, " must start with v2.public; sign it as PASETO version 2");
        }
        byte[] payload = decodeUrl(subject, "payload", parts[2]);
        if (payload.length < SIGNATURE_LENGTH) {
            throw subject.refusal(Reason.MALFORMED, " payload is too short to end in a signature of 64 bytes");
        }
        byte[] footer = decodeUrl(subject, "footer", parts[3]);
        if (footer.length == 0) {
            throw subject.refusal(Reason.MALFORMED, " footer is empty; it must name the signing authority");
        }
        return new PasetoToken(subject, payload, footer);
    }

    /** A token that says nothing and that nobody has signed. */
    static PasetoToken unsigned() {
        return new PasetoToken(Subject.SESSION, new byte[SIGNATURE_LENGTH], new byte[0]);
    }

    /** Who the token says has signed it. */
    GovalSigningAuthority authority() throws TokenRefusedException {
        ByteString encoded = decodeInner("footer", footer);
        try {
            GovalSigningAuthority authority = GovalSigningAuthority.parseFrom(encoded);
            if (WireFields.occurrences(encoded, CERT_FIELDS).size() != 1) {
                throw subject.refusal(Reason.MALFORMED, " footer must name exactly one of key_id and signed_cert");
            }
            return authority;
        } catch (IOException e) {
            throw subject.refusal(Reason.MALFORMED, " footer is not a GovalSigningAuthority message", e);
        }
    }

    /** The protobuf message inside. */
    ByteString body() throws TokenRefusedException {
        return decodeInner("body", message);
    }

    /** Refuses the token unless the holder of {@code key} has signed it. */
    void requireSignedBy(PublicKey key) throws TokenRefusedException {
        byte[] signed = preAuthenticationEncoding(HEADER.getBytes(StandardCharsets.US_ASCII), message, footer);
        try {
            Signature verifier = Signature.getInstance(Ed25519Keys.ALGORITHM, Ed25519Keys.PROVIDER);
            verifier.initVerify(key);
            verifier.update(signed);
            if (!verifier.verify(signature)) {
                throw subject.refusal(Reason.BAD_SIGNATURE, " signature does not match the key named in its footer");
            }
        } catch (InvalidKeyException | SignatureException e) {
            throw subject.refusal(Reason.BAD_SIGNATURE, " signature cannot be checked; sign it with Ed25519", e);
        } catch (NoSuchAlgorithmException | NoSuchProviderException e) {
            throw new IllegalStateException("this Java runtime has no Ed25519", e);
        }
    }

    /** What a PASETO signature is made over: the number of pieces and each piece after its length, as 64-bit little endian. */
    static byte[] preAuthenticationEncoding(byte[]... pieces) {
        int size = Long.BYTES;
        for (byte[] piece : pieces) {
            size += Long.BYTES + piece.length;
        }
        ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(pieces.length);
        for (byte[] piece : pieces) {
            out.putLong(piece.length).put(piece);
        }
        return out.array();
    }

    private static byte[] decodeUrl(Subject subject, String part, String text) throws TokenRefusedException {
        try {
            return CanonicalBase64.decodeUrl(text);
        } catch (IllegalArgumentException e) {
            throw subject.refusal(Reason.MALFORMED, " " + part + " is not unpadded base64url", e);
        }
    }

    private ByteString decodeInner(String part, byte[] text) throws TokenRefusedException {
        try {
            return ByteString.copyFrom(CanonicalBase64.decodeStandard(new String(text, StandardCharsets.ISO_8859_1)));
        } catch (IllegalArgumentException e) {
            throw subject.refusal(Reason.MALFORMED, " " + part + " is not padded standard base64 inside", e);
        }
    }
}
