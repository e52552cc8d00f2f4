package io.replyard.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that are none of ours, on real ports. */
class ConnectFailureTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private Path folder;

    /** Says this to everybody who has said something, and hangs up. */
    private static void answer(ServerSocket server, String text) {
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try (Socket client = server.accept()) {
                    int first = client.getInputStream().read();
                    if (first >= 0) {
                        client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
                    }
                } catch (IOException endOfThisClient) {
                    Thread.onSpinWait();
                }
            }
        });
    }

    private static ServerSocket open() throws IOException {
        return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    private static void assertRefused(String url, String... words) {
        assertThatThrownBy(() -> ReplConnection.connect(URI.create(url), "t", command -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(url)
                .satisfies(e -> assertThat(e.getMessage()).contains(words).doesNotContain("\n", "Exception"));
    }

    @Test
    void aServerThatSpeaksSomethingElse() throws Exception {
        try (ServerSocket server = open()) {
            answer(server, "SSH-2.0-OpenSSH\r\n");
            assertRefused("ws://127.0.0.1:" + server.getLocalPort(), "not with HTTP", "SSH-2.0-OpenSSH");
            assertRefused("wss://127.0.0.1:" + server.getLocalPort(), "without TLS", "ws://");
        }
    }

    @Test
    void aServerThatHangsUp() throws Exception {
        try (ServerSocket server = open()) {
            answer(server, "");
            assertRefused("ws://127.0.0.1:" + server.getLocalPort(), "hung up", "wss://");
        }
    }

    @Test
    void aServerOfPages() throws Exception {
        try (ServerSocket server = open()) {
            answer(server, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
            assertRefused("ws://127.0.0.1:" + server.getLocalPort(), "not with a WebSocket: HTTP 404");
        }
    }

    @Test
    void aNameThatNobodyHas() {
        assertRefused("ws://nonesuch.invalid:1", "no such host");
    }

    @Test
    void aCertificateThatNobodyVouchesFor() throws Exception {
        Path store = folder.resolve("store");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(made.waitFor()).as(said).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream file = new FileInputStream(store.toFile())) {
            keys.load(file, PASSWORD);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        try (ServerSocket server =
                tls.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            answer(server, "");
            assertRefused("wss://localhost:" + server.getLocalPort(), "its certificate is not trusted here");
        }
    }
}
