package io.replyard.proto.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Ed25519KeysTest {
    private static final String DEV = "on0FkSmEC+ce40V9Vc4QABXSx6TXo+lhp99b6Ka0gro=";

    @Test
    void publicKeysSurviveEveryForm() {
        PublicKey key = Minting.newKeys().getPublic();

        assertThat(Ed25519Keys.fromRaw(Ed25519Keys.toRaw(key))).isEqualTo(key);
        assertThat(Ed25519Keys.fromBase64(Ed25519Keys.toBase64(key))).isEqualTo(key);
        assertThat(Ed25519Keys.fromPaserk(Ed25519Keys.toPaserk(key))).isEqualTo(key);
        assertThat(Ed25519Keys.fromPem(pem("PUBLIC KEY", key.getEncoded()))).isEqualTo(key);
        assertThat(Ed25519Keys.toRaw(key)).hasSize(32);
        assertThat(Ed25519Keys.toPaserk(key)).hasSize(53).startsWith("k2.public.");
    }

    @Test
    void theDevelopmentKeyIsThePublishedOne() {
        assertThat(Ed25519Keys.toBase64(DevelopmentKey.publicKey())).isEqualTo(DEV);
        assertThat(Ed25519Keys.publicKeyOf(DevelopmentKey.privateKey())).isEqualTo(DevelopmentKey.publicKey());
        assertThat(DevelopmentKey.rootKeys()).extracting(RootKey::keyId).containsExactly("dev", "dev:1");
        assertThat(DevelopmentKey.rootKeys()).extracting(RootKey::issuer).containsOnlyNulls();
    }

    @Test
    void privateKeysOfPemGiveTheirPublicHalf() {
        KeyPair pair = Minting.newKeys();
        var read =
                Ed25519Keys.privateFromPem(pem("PRIVATE KEY", pair.getPrivate().getEncoded()));

        assertThat(read).isEqualTo(pair.getPrivate());
        assertThat(Ed25519Keys.publicKeyOf(read)).isEqualTo(pair.getPublic());
    }

    @Test
    void keyIdIsAShortDigestOfTheRawKey() {
        assertThat(Ed25519Keys.keyId(DevelopmentKey.publicKey()))
                .matches("[0-9a-f]{16}")
                .isEqualTo(HexFormat.of()
                        .formatHex(Ed25519Keys.sha256(Base64.getDecoder().decode(DEV)))
                        .substring(0, 16));
    }

    @Test
    void mismatchedHalvesAreRefused() {
        byte[] both = Base64.getDecoder()
                .decode("h/Qn2Wtu0bq85i3EF17r/diy4xNdYAMkCgHxLmu3xG+ifQWRKYQL5x7jRX1VzhAAFdLHpNej6WGn31voprSCug==");
        both[40] ^= 1;

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Ed25519Keys.privateFromBase64(Base64.getEncoder().encodeToString(both)))
                .withMessage("the public half of the private key does not belong to its seed");
    }

    @Test
    void wrongSizesAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ed25519Keys.fromRaw(new byte[31]))
                .withMessage("an Ed25519 public key has 32 bytes, this one has 31");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ed25519Keys.privateFromBase64(DEV))
                .withMessage("an Ed25519 private key has 64 bytes (seed, then public key), this one has 32");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "not base64", "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----"})
    void junkIsAnIllegalArgument(String junk) {
        assertThatIllegalArgumentException().isThrownBy(() -> Ed25519Keys.fromBase64(junk));
        assertThatIllegalArgumentException().isThrownBy(() -> Ed25519Keys.fromPaserk(junk));
        assertThatIllegalArgumentException().isThrownBy(() -> Ed25519Keys.fromPem(junk));
        assertThatIllegalArgumentException().isThrownBy(() -> Ed25519Keys.privateFromPem(junk));
        assertThatIllegalArgumentException().isThrownBy(() -> Ed25519Keys.privateFromBase64(junk));
    }

    @Test
    void otherAlgorithmsAreRefused() throws Exception {
        KeyPair ec = KeyPairGenerator.getInstance("EC").generateKeyPair();

        assertThatIllegalArgumentException().isThrownBy(() -> Ed25519Keys.toRaw(ec.getPublic()));
        assertThatIllegalArgumentException().isThrownBy(() -> Ed25519Keys.publicKeyOf(ec.getPrivate()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RootKey("k", null, ec.getPublic()))
                .withMessage("publicKey of root key k: not an Ed25519 public key but EC");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenSigner.sign(Minting.token().build(), Minting.DEV, ec.getPrivate()));
    }

    @Test
    void aRingPrefersTheKeyOfTheIssuer() {
        RootKey any = new RootKey("k", null, Minting.newKeys().getPublic());
        RootKey bound = new RootKey("k", "web", Minting.newKeys().getPublic());
        RootKey elsewhere = new RootKey("l", "web", Minting.newKeys().getPublic());
        KeyRing ring = KeyRing.of(List.of(any, bound, elsewhere));

        assertThat(ring.find("k", "web")).contains(bound);
        assertThat(ring.find("k", "cli")).contains(any);
        assertThat(ring.find("k", "")).contains(any);
        assertThat(ring.find("l", "cli")).isEmpty();
        assertThat(ring.find("m", "web")).isEmpty();
    }

    @Test
    void aRingRefusesTwoKeysOfOneName() {
        RootKey one = new RootKey("k", null, Minting.newKeys().getPublic());
        RootKey other = new RootKey("k", null, Minting.newKeys().getPublic());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyRing.of(List.of(one, other)))
                .withMessage("two root keys share keyId k and issuer (any); give one another keyId");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RootKey(" ", null, one.publicKey()))
                .withMessage("keyId of a root key is empty; footers refer to it");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RootKey("k", "", one.publicKey()))
                .withMessage("issuer of root key k is empty; leave it out to trust every issuer");
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }
}
