package io.replyard.proto.token;

import java.util.Base64;

/**
 * Base64 that has one spelling per value. The JDK's decoders also take missing padding and stray bits in the last
 * character, which would give one signature several spellings.
 */
final class CanonicalBase64 {
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private CanonicalBase64() {}

    static String encodeStandard(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** URL-safe alphabet, no padding. */
    static String encodeUrl(byte[] bytes) {
        return URL.encodeToString(bytes);
    }

    /** @throws IllegalArgumentException when {@code text} is not what {@link #encodeStandard} writes */
    static byte[] decodeStandard(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        return requireSame(bytes, text, encodeStandard(bytes));
    }

    /** @throws IllegalArgumentException when {@code text} is not what {@link #encodeUrl} writes */
    static byte[] decodeUrl(String text) {
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        return requireSame(bytes, text, encodeUrl(bytes));
    }

    private static byte[] requireSame(byte[] bytes, String text, String canonical) {
        if (!canonical.equals(text)) {
            throw new IllegalArgumentException("base64 is not in its canonical form");
        }
        return bytes;
    }
}
