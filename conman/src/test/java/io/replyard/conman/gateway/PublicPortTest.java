package io.replyard.conman.gateway;

import static io.replyard.conman.gateway.GatewayFixture.POD;
import static io.replyard.conman.gateway.GatewayFixture.REPL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the port does before there is a WebSocket, over real sockets. */
class PublicPortTest {
    private static final int MIB = 1024 * 1024;

    private final List<RawClient> clients = new ArrayList<>();
    private GatewayFixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new GatewayFixture(GatewayFixture.QUICK);
    }

    @AfterEach
    void stop() throws Exception {
        for (RawClient client : clients) {
            client.close();
        }
        fixture.close();
    }

    @Test
    void idleAndDrippingSocketsEndAndOthersAreServedMeanwhile() throws Exception {
        open(4_000, 0, Duration.ofSeconds(2));
        for (int i = 0; i < 400; i++) {
            client().send(i % 2 == 0 ? "" : "GET /wsv2/");
        }
        TestClient served = fixture.connect();
        fixture.repls.pods(REPL, POD);
        fixture.pid1.readySession();
        served.stagesToReady();

        for (RawClient client : clients) {
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void moreSocketsThanThereMayBeAreClosedAtOnceUntilOthersLeave() throws Exception {
        open(10, 0, Duration.ofMinutes(5));
        for (int i = 0; i < 11; i++) {
            client();
        }
        awaitOneClosed("too_many_connections");

        clients.removeFirst().close();
        assertServedSoon();
    }

    @Test
    void oneAddressHasALimitOfItsOwn() throws Exception {
        open(100, 5, Duration.ofMinutes(5));
        for (int i = 0; i < 6; i++) {
            client();
        }

        awaitOneClosed("too_many_of_address");
    }

    @Test
    void hundredsOfLongUnfinishedRequestLinesTakeLittle() throws Exception {
        open(4_000, 0, Duration.ofMinutes(5));
        String line = "GET /wsv2/" + "a".repeat(120_000);
        for (int i = 0; i < 600; i++) {
            RawClient client = client();
            try {
                client.send(line);
            } catch (IOException e) {
                assertThat(e.getMessage()).isNotNull();
            }
        }

        TestClient served = fixture.connect();
        fixture.repls.pods(REPL, POD);
        fixture.pid1.readySession();
        served.stagesToReady();
        assertThat(fixture.open.memory()).isLessThan(64L * MIB);
    }

    @Test
    void aLongTokenIsReadAndATooLongOneSaysSo() throws Exception {
        RawClient fits = client();
        fits.send(RawClient.upgrade("/wsv2/" + "a".repeat(120_000), ""));
        assertThat(fits.head()).startsWith("HTTP/1.1 101 ");
        assertThat(fits.closeFrame().closeCode()).isEqualTo(1008);

        RawClient tooLong = client();
        tooLong.send(RawClient.upgrade("/wsv2/" + "a".repeat(140_000), ""));
        assertThat(tooLong.head()).startsWith("HTTP/1.1 414 ");

        RawClient manyHeaders = client();
        manyHeaders.send(RawClient.upgrade("/wsv2/a", "X-A: " + "a".repeat(20_000) + "\r\n"));
        assertThat(manyHeaders.head()).startsWith("HTTP/1.1 431 ");
    }

    @Test
    void aBodyIsNotReadAndTheAnswerArrives() throws Exception {
        RawClient client = client();
        client.send("POST / HTTP/1.1\r\nHost: conman\r\nContent-Length: 100000000\r\n\r\n" + "x".repeat(100_000));

        assertThat(client.head()).startsWith("HTTP/1.1 405 ").containsIgnoringCase("connection: close");
    }

    @Test
    void aConnectionIsOneRequest() throws Exception {
        RawClient client = client();
        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(client.head()).startsWith("HTTP/1.1 200 ");
        assertThat(client.rest()).startsWith("This is conman").doesNotContain("HTTP/1.1");
    }

    @Test
    void aHandshakeThatIsNoneSaysWhy() throws Exception {
        RawClient version = client();
        version.send(RawClient.upgrade("/wsv2/a", "").replace("Version: 13", "Version: 8"));
        assertThat(version.head()).startsWith("HTTP/1.1 400 ").containsIgnoringCase("sec-websocket-version: 13");

        RawClient key = client();
        key.send(RawClient.upgrade("/wsv2/a", "").replace("AQIDBAUGBwgJCgsMDQ4PEA==", "abc"));
        assertThat(key.head()).startsWith("HTTP/1.1 400 ");
        assertThat(key.rest()).contains("Sec-WebSocket-Key");
    }

    /** RFC 6455 section 4.2.2: a server that agrees on none leaves the header out, and the client decides. */
    @Test
    void aSubprotocolOrExtensionThatIsAskedForIsNotAgreedOn() throws Exception {
        RawClient client = client();
        client.send(RawClient.upgrade(
                "/wsv2/a", "Sec-WebSocket-Protocol: crosis, b\r\nSec-WebSocket-Extensions: permessage-deflate\r\n"));

        assertThat(client.head())
                .startsWith("HTTP/1.1 101 ")
                .doesNotContainIgnoringCase("sec-websocket-protocol")
                .doesNotContainIgnoringCase("sec-websocket-extensions");
    }

    @Test
    void aWrongPathIsExplainedInTheCloseFrame() throws Exception {
        for (String path : List.of("/wsv2/abc/", "/api/wsv2/abc", "/", "/wsv2/abc/wss%3A%2F%2Fhost")) {
            RawClient client = RawClient.upgraded(fixture.port, path);
            clients.add(client);
            RawClient.Frame close = client.closeFrame();
            assertThat(close.closeCode()).isEqualTo(1008);
            assertThat(close.closeReason()).contains("/");
        }
    }

    @Test
    void framesThatComeWithTheHandshakeAreNotLost() throws Exception {
        RawClient client = client();
        java.io.ByteArrayOutputStream both = new java.io.ByteArrayOutputStream();
        both.writeBytes(RawClient.upgrade("/wsv2/" + GatewayFixture.token(), "")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        both.writeBytes(RawClient.frame(0x89, 2, new byte[] {7, 8}));
        client.send(both.toByteArray());

        assertThat(client.head()).startsWith("HTTP/1.1 101 ");
        RawClient.Frame frame = client.frame();
        while (frame.opcode() != 10) {
            frame = client.frame();
        }
        assertThat(frame.payload()).containsExactly(7, 8);
    }

    private void open(int connections, int perAddress, Duration head) throws Exception {
        fixture.close();
        fixture = new GatewayFixture(GatewayFixture.QUICK, new PublicPort.Limits(connections, perAddress, head));
    }

    private RawClient client() throws IOException {
        RawClient client = new RawClient(fixture.port);
        clients.add(client);
        return client;
    }

    /** Which one is not certain: the event loops take connections in an order of their own. */
    private void awaitOneClosed(String reason) {
        await().until(() -> fixture.count("replyard.conman.refused", "reason", reason) == 1);
        await().until(() -> {
            List<RawClient> closed =
                    clients.stream().filter(RawClient::isClosed).toList();
            clients.removeAll(closed);
            return closed.size() == 1;
        });
    }

    private void assertServedSoon() {
        await().ignoreExceptions().until(() -> {
            try (RawClient client = new RawClient(fixture.port)) {
                client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                return client.head().startsWith("HTTP/1.1 200 ");
            }
        });
    }
}
