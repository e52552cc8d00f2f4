package io.replyard.conman.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.replyard.proto.claims.GovalSigningAuthority;
import io.replyard.proto.claims.Repl;
import io.replyard.proto.claims.ReplToken;
import io.replyard.proto.token.DevelopmentKey;
import io.replyard.proto.token.Ed25519Keys;
import io.replyard.proto.token.TokenRefusedException;
import io.replyard.proto.token.TokenSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedKeysTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private Path file;
    private KeyPair first;
    private KeyPair second;

    @BeforeEach
    void keys() throws Exception {
        file = folder.resolve("keys.json");
        first = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        second = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    @Test
    void aKeyOfTheFileIsTrustedForItsIssuer() throws Exception {
        write(entry("k1", "minter", first));
        TrustedKeys keys = trusted(false);

        assertThat(keys.verify(token(first, "k1", "minter")).issuer()).isEqualTo("minter");
        assertThatThrownBy(() -> keys.verify(token(first, "k1", "other"))).isInstanceOf(TokenRefusedException.class);
    }

    @Test
    void aChangedFileIsTakenUpAndARemovedKeyOpensNothingAnyMore() throws Exception {
        write(entry("k1", "", first));
        TrustedKeys keys = trusted(false);
        String old = token(first, "k1", "minter");
        keys.verify(old);

        write(entry("k2", "", second));
        keys.refresh();

        assertThat(keys.verify(token(second, "k2", "minter"))).isNotNull();
        assertThatThrownBy(() -> keys.verify(old)).isInstanceOf(TokenRefusedException.class);
    }

    @Test
    void aBrokenOrMissingFileLeavesTheKeysAsTheyWere() throws Exception {
        write(entry("k1", "", first));
        TrustedKeys keys = trusted(false);

        write("[{");
        keys.refresh();
        assertThat(keys.verify(token(first, "k1", "minter"))).isNotNull();
        Files.delete(file);
        keys.refresh();
        assertThat(keys.verify(token(first, "k1", "minter"))).isNotNull();
    }

    @Test
    void theDevelopmentKeyIsTrustedInDevelopmentOnly() throws Exception {
        KeyPair development = new KeyPair(DevelopmentKey.publicKey(), DevelopmentKey.privateKey());
        String token = token(development, "dev", "crosis-ci");
        write(entry("k1", "", first));

        assertThat(trusted(true).verify(token)).isNotNull();
        assertThatThrownBy(() -> trusted(false).verify(token)).isInstanceOf(TokenRefusedException.class);
    }

    @Test
    void itDoesNotComeInUnderAnotherNameEither() throws Exception {
        write(entry("harmless", "", new KeyPair(DevelopmentKey.publicKey(), DevelopmentKey.privateKey())));

        assertThatThrownBy(() -> trusted(false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("development");
    }

    @Test
    void withoutAnyKeyThereIsNoStart() {
        assertThatThrownBy(() -> new TrustedKeys(Optional.empty(), false, "c1", CLOCK))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("replyard.root-keys");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "[{\"keyId\": \"a\"}]",
                "[{\"keyId\": \"a\", \"publicKey\": \"AAAA\"}]",
                "[{\"keyId\": \"\", \"publicKey\": \"on0FkSmEC+ce40V9Vc4QABXSx6TXo+lhp99b6Ka0gro=\"}]"
            })
    void aFileThatIsNotWhatItShouldBeStopsTheStartAndSaysWhere(String text) throws Exception {
        write(text);

        assertThatThrownBy(() -> trusted(false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(file.toString());
    }

    private TrustedKeys trusted(boolean development) {
        return new TrustedKeys(Optional.of(file), development, "c1", CLOCK);
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }

    private static String entry(String id, String issuer, KeyPair key) {
        return "[{\"keyId\": \"%s\", \"issuer\": \"%s\", \"publicKey\": \"%s\"}]"
                .formatted(id, issuer, Ed25519Keys.toBase64(key.getPublic()));
    }

    private static String token(KeyPair key, String id, String issuer) {
        ReplToken token = ReplToken.newBuilder()
                .setIat(com.google.protobuf.Timestamp.newBuilder().setSeconds(NOW.getEpochSecond()))
                .setCluster("c1")
                .setRepl(Repl.newBuilder()
                        .setId("r1")
                        .setLanguage("l")
                        .setBucket("b")
                        .setSlug("s")
                        .setUser("u"))
                .build();
        return TokenSigner.sign(
                token,
                GovalSigningAuthority.newBuilder()
                        .setKeyId(id)
                        .setIssuer(issuer)
                        .build(),
                key.getPrivate());
    }
}
