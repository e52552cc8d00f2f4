package io.replyard.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The certificates and the keys in them were made with openssl. */
class SessionKeysTest {
    private static final String KEY_1 = "cAfJkwrz4KDQnEqyUiSMhPRujHT9ryTuXQIdz1wepLg=";
    private static final String KEY_2 = "7yL6q6+TxnS8QCb594FIAKvNVxN1z9kADkNWrXXFK0E=";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @Test
    void readsOneKey() throws IOException {
        Path file = Files.writeString(folder.resolve("tls.crt"), pem("session-1.crt"));

        assertThat(new SessionKeys(file).current()).containsExactly(KEY_1);
    }

    @Test
    void readsTheFileAnewWhenItChanges() throws IOException {
        Path file = Files.writeString(folder.resolve("tls.crt"), pem("session-1.crt"));
        SessionKeys keys = new SessionKeys(file);

        Files.writeString(file, pem("session-1.crt") + pem("session-2.crt"));
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));

        assertThat(keys.current()).containsExactly(KEY_1, KEY_2);
    }

    @Test
    void keepsTheKeysWhenTheFileGoes() throws IOException {
        Path file = Files.writeString(folder.resolve("tls.crt"), pem("session-1.crt"));
        SessionKeys keys = new SessionKeys(file);

        Files.delete(file);

        assertThat(keys.current()).containsExactly(KEY_1);
    }

    @Test
    void saysWhichSettingIsWrong() throws IOException {
        Path absent = folder.resolve("absent.crt");
        Path rsa = Files.writeString(folder.resolve("rsa.crt"), pem("rsa.crt"));

        assertThatThrownBy(() -> new SessionKeys(absent))
                .hasMessageContaining("replyard.session-certificates")
                .hasMessageContaining(absent.toString());
        assertThatThrownBy(() -> new SessionKeys(rsa)).hasMessageContaining("no certificate with an Ed25519 key");
    }

    private static String pem(String name) {
        try (InputStream in = Objects.requireNonNull(SessionKeysTest.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
