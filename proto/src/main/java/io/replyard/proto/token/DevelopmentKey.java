package io.replyard.proto.token;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.List;

/**
 * The key pair that development clients of the protocol sign with. Both halves are public knowledge, so whoever trusts it
 * trusts everybody: for clusters in development mode only.
 */
public final class DevelopmentKey {
    private static final String PRIVATE =
            "h/Qn2Wtu0bq85i3EF17r/diy4xNdYAMkCgHxLmu3xG+ifQWRKYQL5x7jRX1VzhAAFdLHpNej6WGn31voprSCug==";
    private static final String PUBLIC = "on0FkSmEC+ce40V9Vc4QABXSx6TXo+lhp99b6Ka0gro=";
    private static final List<String> KEY_IDS = List.of("dev", "dev:1");

    private DevelopmentKey() {}

    /** The key under each name that clients know it by ({@code dev}, {@code dev:1}), for any issuer. */
    public static List<RootKey> rootKeys() {
        PublicKey key = publicKey();
        return KEY_IDS.stream().map(id -> new RootKey(id, null, key)).toList();
    }

    /** The half that verifies. */
    public static PublicKey publicKey() {
        return Ed25519Keys.fromBase64(PUBLIC);
    }

    /** The half that signs. */
    public static PrivateKey privateKey() {
        return Ed25519Keys.privateFromBase64(PRIVATE);
    }
}
