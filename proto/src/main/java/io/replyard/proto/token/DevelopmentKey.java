package io.replyard.proto.token;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.List;

/**
 * The key pair that development clients of the protocol sign with. Both halves are public knowledge, so whoever trusts it
 * trusts everybody: for clusters in development mode only.
 */
public final class DevelopmentKey {
    /** As PEM, which holds the seed alone, so that no time is lost at the start of a command to see that both halves belong together. */
    private static final String PRIVATE = """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEIIf0J9lrbtG6vOYtxBde6/3YsuMTXWADJAoB8S5rt8Rv
            -----END PRIVATE KEY-----
            """;

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
        return Ed25519Keys.privateFromPem(PRIVATE);
    }
}
