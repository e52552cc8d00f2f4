package io.replyard.proto.token;

import com.google.protobuf.AbstractMessageLite;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import io.replyard.proto.claims.GovalSigningAuthority;
import io.replyard.proto.claims.TokenVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;

/** Properly signed tokens around bytes that no honest encoder writes. */
final class RawTokens {
    private static final byte[] HEADER = "v2.public.".getBytes(StandardCharsets.US_ASCII);

    private RawTokens() {}

    /** Signs protobuf bytes as they are. */
    static String signed(byte[] body, byte[] authority, PrivateKey key) {
        return signedTexts(CanonicalBase64.encodeStandard(body), CanonicalBase64.encodeStandard(authority), key);
    }

    /** Signs what stands where the inner base64 should be. */
    static String signedTexts(String message, String footer, PrivateKey key) {
        byte[] m = message.getBytes(StandardCharsets.ISO_8859_1);
        byte[] f = footer.getBytes(StandardCharsets.ISO_8859_1);
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(PasetoToken.preAuthenticationEncoding(HEADER, m, f));
            ByteString payload = ByteString.copyFrom(m).concat(ByteString.copyFrom(signature.sign()));
            return "v2.public." + CanonicalBase64.encodeUrl(payload.toByteArray()) + "." + CanonicalBase64.encodeUrl(f);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String signed(ByteString body) {
        return signed(body.toByteArray(), Minting.DEV.toByteArray(), DevelopmentKey.privateKey());
    }

    static String signedAsGovalToken(ByteString body) {
        GovalSigningAuthority authority = Minting.DEV.toBuilder()
                .setVersion(TokenVersion.TYPE_AWARE_TOKEN)
                .build();
        return signed(body.toByteArray(), authority.toByteArray(), DevelopmentKey.privateKey());
    }

    /** One length-delimited field. */
    static ByteString field(int number, ByteString content) {
        ByteString.Output out = ByteString.newOutput();
        CodedOutputStream coded = CodedOutputStream.newInstance(out);
        try {
            coded.writeBytes(number, content);
            coded.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteString();
    }

    static ByteString field(int number, MessageLite content) {
        return field(number, ((AbstractMessageLite<?, ?>) content).toByteString());
    }
}
