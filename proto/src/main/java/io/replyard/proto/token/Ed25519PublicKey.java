package io.replyard.proto.token;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A public key straight from its 32 bytes (RFC 8032 section 5.1.5). The JDK's own way, a key factory, costs the start of a process some milliseconds and brings nothing
 * more: whether the bytes are a point of the curve is looked at when a signature is verified, in either case.
 */
final class Ed25519PublicKey implements EdECPublicKey {
    private static final long serialVersionUID = 1L;
    private static final int SIGN_OF_X = 0x80;

    private final byte[] spki;
    private final transient EdECPoint point;

    /**
     * @param raw the 32 bytes: y in little-endian order, and in the last bit whether x is odd
     * @param spki the same as SubjectPublicKeyInfo
     */
    Ed25519PublicKey(byte[] raw, byte[] spki) {
        this.spki = spki;
        byte[] y = new byte[raw.length];
        for (int i = 0; i < raw.length; i++) {
            y[i] = raw[raw.length - 1 - i];
        }
        boolean isXOdd = (y[0] & SIGN_OF_X) != 0;
        y[0] = (byte) (y[0] & ~SIGN_OF_X);
        this.point = new EdECPoint(isXOdd, new BigInteger(1, y));
    }

    @Override
    public NamedParameterSpec getParams() {
        return NamedParameterSpec.ED25519;
    }

    @Override
    public EdECPoint getPoint() {
        return point;
    }

    @Override
    public String getAlgorithm() {
        return "EdDSA";
    }

    @Override
    public String getFormat() {
        return "X.509";
    }

    @Override
    public byte[] getEncoded() {
        return spki.clone();
    }

    /** Equal to every key with the same encoding, as the JDK's keys are. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PublicKey key && Arrays.equals(spki, key.getEncoded());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(spki);
    }

    @Override
    public String toString() {
        return "Ed25519 " + Ed25519Keys.toPaserk(this);
    }
}
