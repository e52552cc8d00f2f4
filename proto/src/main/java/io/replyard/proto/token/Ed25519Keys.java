package io.replyard.proto.token;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Ed25519 keys to and from the forms they travel in. Every method that reads throws {@link IllegalArgumentException} with
 * a message that names the form and what is wrong, never the key.
 */
public final class Ed25519Keys {
    /** Length of a raw public key, and of the seed of a private one, in bytes. */
    public static final int RAW_LENGTH = 32;

    static final String ALGORITHM = "Ed25519";

    /** Named, so that no other provider of the JDK is loaded only to be asked whether it has the algorithm. */
    static final String PROVIDER = "SunEC";

    private static final String PASERK_PUBLIC = "k2.public.";
    private static final int KEY_ID_BYTES = 8;
    // RFC 8410: everything of SubjectPublicKeyInfo and of PKCS #8 that comes before the 32 bytes.
    private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final byte[] PKCS8_PREFIX = HexFormat.of().parseHex("302e020100300506032b657004220420");

    private Ed25519Keys() {}

    /** The public key with these 32 raw bytes (RFC 8032 encoding). */
    public static PublicKey fromRaw(byte[] raw) {
        if (raw.length != RAW_LENGTH) {
            throw new IllegalArgumentException(
                    "an Ed25519 public key has " + RAW_LENGTH + " bytes, this one has " + raw.length);
        }
        return new Ed25519PublicKey(raw, concat(SPKI_PREFIX, raw));
    }

    /** The public key whose 32 raw bytes are given as padded standard base64. */
    public static PublicKey fromBase64(String base64) {
        return fromRaw(decode("public key", base64));
    }

    /** The public key of a PASERK {@code k2.public.} string (53 characters). */
    public static PublicKey fromPaserk(String paserk) {
        if (!paserk.startsWith(PASERK_PUBLIC)) {
            throw new IllegalArgumentException("a PASERK public key starts with " + PASERK_PUBLIC);
        }
        try {
            return fromRaw(CanonicalBase64.decodeUrl(paserk.substring(PASERK_PUBLIC.length())));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("PASERK public key: " + e.getMessage(), e);
        }
    }

    /** The public key of a PEM {@code PUBLIC KEY} block (SubjectPublicKeyInfo). */
    public static PublicKey fromPem(String pem) {
        return fromSpki(pemBody(pem, "PUBLIC KEY"));
    }

    /** The public key as certificates carry it: PASERK, or else PEM. */
    static PublicKey fromPaserkOrPem(String text) {
        return text.startsWith(PASERK_PUBLIC) ? fromPaserk(text) : fromPem(text);
    }

    /** The 32 raw bytes of a public key. */
    public static byte[] toRaw(PublicKey key) {
        byte[] spki = key.getEncoded();
        if (!isEd25519(spki)) {
            throw new IllegalArgumentException("not an Ed25519 public key but " + key.getAlgorithm());
        }
        return Arrays.copyOfRange(spki, SPKI_PREFIX.length, spki.length);
    }

    /** The 32 raw bytes of a public key as padded standard base64. */
    public static String toBase64(PublicKey key) {
        return CanonicalBase64.encodeStandard(toRaw(key));
    }

    /** The public key as a PASERK {@code k2.public.} string. */
    public static String toPaserk(PublicKey key) {
        return PASERK_PUBLIC + CanonicalBase64.encodeUrl(toRaw(key));
    }

    /** The id under which session tokens name their key: 16 hex digits of the SHA-256 of its raw bytes. */
    public static String keyId(PublicKey key) {
        return HexFormat.of().formatHex(sha256(toRaw(key)), 0, KEY_ID_BYTES);
    }

    /** The private key of a PEM {@code PRIVATE KEY} block (PKCS #8, not encrypted). */
    public static PrivateKey privateFromPem(String pem) {
        return fromPkcs8(pemBody(pem, "PRIVATE KEY"));
    }

    /**
     * The private key given as padded standard base64 of 64 bytes, the seed and then the public key, the form of libsodium
     * and Go. Both halves must belong together.
     */
    public static PrivateKey privateFromBase64(String base64) {
        byte[] both = decode("private key", base64);
        if (both.length != 2 * RAW_LENGTH) {
            throw new IllegalArgumentException(
                    "an Ed25519 private key has 64 bytes (seed, then public key), this one has " + both.length);
        }
        PrivateKey key = fromPkcs8(concat(PKCS8_PREFIX, Arrays.copyOf(both, RAW_LENGTH)));
        if (!Arrays.equals(toRaw(publicKeyOf(key)), Arrays.copyOfRange(both, RAW_LENGTH, both.length))) {
            throw new IllegalArgumentException("the public half of the private key does not belong to its seed");
        }
        return key;
    }

    /** The public key that belongs to a private one. */
    public static PublicKey publicKeyOf(PrivateKey key) {
        byte[] seed = seedOf(key);
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM, PROVIDER);
            // The JDK has no call for this; its generator makes a key pair out of whatever 32 bytes it draws.
            generator.initialize(NamedParameterSpec.ED25519, new FixedRandom(seed));
            PublicKey derived = generator.generateKeyPair().getPublic();
            requirePair(key, derived);
            return derived;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot derive Ed25519 keys", e);
        }
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private static void requirePair(PrivateKey key, PublicKey derived) throws GeneralSecurityException {
        byte[] probe = {1};
        Signature signature = Signature.getInstance(ALGORITHM, PROVIDER);
        signature.initSign(key);
        signature.update(probe);
        byte[] signed = signature.sign();
        signature.initVerify(derived);
        signature.update(probe);
        if (!signature.verify(signed)) {
            throw new IllegalStateException("this Java runtime's Ed25519 provider does not make keys out of a seed");
        }
    }

    private static byte[] seedOf(PrivateKey key) {
        if (key instanceof EdECPrivateKey edec && edec.getBytes().isPresent()) {
            byte[] seed = edec.getBytes().get();
            if (seed.length == RAW_LENGTH) {
                return seed;
            }
        }
        throw new IllegalArgumentException("not an Ed25519 private key but " + key.getAlgorithm());
    }

    private static PublicKey fromSpki(byte[] spki) {
        if (!isEd25519(spki)) {
            throw new IllegalArgumentException("not an Ed25519 public key (SubjectPublicKeyInfo)");
        }
        return new Ed25519PublicKey(Arrays.copyOfRange(spki, SPKI_PREFIX.length, spki.length), spki);
    }

    private static boolean isEd25519(byte[] spki) {
        return spki.length == SPKI_PREFIX.length + RAW_LENGTH
                && Arrays.equals(spki, 0, SPKI_PREFIX.length, SPKI_PREFIX, 0, SPKI_PREFIX.length);
    }

    private static PrivateKey fromPkcs8(byte[] pkcs8) {
        try {
            return KeyFactory.getInstance(ALGORITHM, PROVIDER).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (InvalidKeySpecException e) {
            throw new IllegalArgumentException("not an Ed25519 private key (PKCS #8)", e);
        } catch (NoSuchAlgorithmException | NoSuchProviderException e) {
            throw new IllegalStateException("this Java runtime has no Ed25519", e);
        }
    }

    private static byte[] pemBody(String pem, String label) {
        String begin = "-----BEGIN " + label + "-----";
        String end = "-----END " + label + "-----";
        String text = pem.strip();
        if (!text.startsWith(begin) || !text.endsWith(end) || text.length() < begin.length() + end.length()) {
            throw new IllegalArgumentException("expected one PEM block labelled " + label);
        }
        String body = text.substring(begin.length(), text.length() - end.length());
        try {
            return Base64.getMimeDecoder().decode(body.getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the PEM block " + label + " is not base64", e);
        }
    }

    private static byte[] decode(String what, String base64) {
        try {
            return CanonicalBase64.decodeStandard(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(what + " is not padded standard base64", e);
        }
    }

    private static byte[] concat(byte[] head, byte[] tail) {
        byte[] both = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, both, head.length, tail.length);
        return both;
    }

    private static final class FixedRandom extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final byte[] bytes;

        FixedRandom(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void nextBytes(byte[] target) {
            System.arraycopy(bytes, 0, target, 0, target.length);
        }
    }
}
