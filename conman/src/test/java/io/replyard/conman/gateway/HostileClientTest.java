package io.replyard.conman.gateway;

import static io.replyard.conman.gateway.GatewayFixture.POD;
import static io.replyard.conman.gateway.GatewayFixture.REPL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that mean harm, over real sockets. What they cost is counted in the bytes of conman's buffers. */
class HostileClientTest {
    private static final int MIB = 1024 * 1024;
    private static final int LONG = 64 * 1024 + 1;

    private GatewayFixture fixture;
    private final List<RawClient> clients = new ArrayList<>();

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
    void hundredsOfUnfinishedFramesOfStrangersAreNotKept() throws Exception {
        byte[] begun = RawClient.frame(0x82, 16 * MIB, new byte[256 * 1024]);
        for (int i = 0; i < 200; i++) {
            RawClient client = upgraded("/wsv2/garbage");
            sendQuietly(client, begun);
        }

        for (RawClient client : clients) {
            assertThat(client.closeFrame().closeCode()).isIn(1008, 1009);
        }
        assertThat(fixture.open.memory()).isLessThan(32L * MIB);
    }

    @Test
    void nothingLongIsTakenBeforeReadyAndTheClientIsTold() throws Exception {
        RawClient client = upgraded("/wsv2/" + GatewayFixture.token());
        client.send(RawClient.frame(0x82, LONG, new byte[0]));

        RawClient.Frame close = client.closeFrame();
        assertThat(close.closeCode()).isEqualTo(1009);
        assertThat(close.closeReason()).contains("65536 bytes");
    }

    @Test
    void norInPieces() throws Exception {
        RawClient client = upgraded("/wsv2/" + GatewayFixture.token());
        client.send(RawClient.frame(0x02, 40_000, new byte[40_000]));
        client.send(RawClient.frame(0x80, 40_000, new byte[40_000]));

        assertThat(client.closeFrame().closeCode()).isEqualTo(1009);
    }

    @Test
    void whatWaitsForReadyIsOneMessageAndOneRead() throws Exception {
        byte[] input = input(60_000);
        for (int i = 0; i < 100; i++) {
            RawClient client = upgraded("/wsv2/" + GatewayFixture.token());
            client.socket.setSendBufferSize(4096);
            Thread.ofVirtual().start(() -> {
                for (int j = 0; j < 100; j++) {
                    sendQuietly(client, RawClient.frame(0x82, input.length, input));
                }
            });
        }

        await().during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(20))
                .until(() -> fixture.open.memory() < 100L * 256 * 1024);
    }

    @Test
    void sessionsWhosePid1DoesNotReadHoldLittle() throws Exception {
        List<TestClient> connected = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            TestClient client = fixture.connect();
            fixture.repls.pods(REPL, POD);
            FakePid1.Session session = fixture.pid1.readySession();
            client.stagesToReady();
            BackPressureTest.stopReading(session.socket);
            connected.add(client);
        }
        for (TestClient client : connected) {
            client.send(Command.newBuilder()
                    .setChannel(1)
                    .setInput("x".repeat(16 * MIB - 64))
                    .build());
        }

        await().during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(30))
                .until(() -> fixture.open.memory() < 12L * MIB);
    }

    @Test
    void aFrameOverTheLimitIsRefusedWithAReasonWhileItIsStillSent() throws Exception {
        RawClient client = ready();
        Thread sender = Thread.ofVirtual()
                .start(() -> sendQuietly(client, RawClient.frame(0x82, 17 * MIB, new byte[17 * MIB])));

        RawClient.Frame close = client.closeFrame();
        assertThat(close.closeCode()).isEqualTo(1009);
        assertThat(close.closeReason()).contains("16777216 bytes");
        sender.join();
    }

    @Test
    void afterARefusalTheEndIsFoundAndTheConnectionEnds() throws Exception {
        RawClient client = ready();
        byte[] tooLong = RawClient.frame(0x82, 17 * MIB, new byte[17 * MIB]);
        client.send(tooLong);
        assertThat(client.closeFrame().closeCode()).isEqualTo(1009);

        client.send(RawClient.frame(0x88, 2, new byte[] {3, (byte) 241}));

        assertThat(client.rest()).isEmpty();
    }

    @Test
    void aClientThatGoesOnTalkingAfterItsRefusalIsCutOff() throws Exception {
        RawClient client = upgraded("/wsv2/garbage");
        assertThat(client.closeFrame().closeCode()).isEqualTo(1008);

        await().atMost(Duration.ofSeconds(20)).until(() -> {
            try {
                client.send(RawClient.frame(0x82, 1000, new byte[1000]));
                return false;
            } catch (IOException e) {
                return true;
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        // Not masked.
        "8200, 1002",
        // A reserved bit.
        "c280 01020304, 1002",
        // An unknown opcode, and a control frame of one.
        "8380 01020304, 1002",
        "8b80 01020304, 1002",
        // A ping in fragments, and one that is too long.
        "0980 01020304, 1002",
        "89fe 0080 01020304, 1002",
        // Lengths that are not in their shortest form, or impossible.
        "82fe 0010 01020304, 1002",
        "82ff 0000000000000010 01020304, 1002",
        "82ff ffffffffffffffff 01020304, 1002",
        // A continuation of nothing.
        "8080 01020304, 1002",
        // A message within a message.
        "0280 01020304 8280 01020304, 1002",
        // Close frames: one byte, an impossible code, a reason that is not UTF-8.
        "8881 00000000 00, 1002",
        "8882 00000000 03ed, 1002",
        "8883 00000000 03e8ff, 1007",
        // Text.
        "8180 01020304, 1003",
    })
    void whatBreaksTheProtocolIsRefused(String hex, int code) throws Exception {
        RawClient client = ready();
        client.send(java.util.HexFormat.of().parseHex(hex.replace(" ", "")));

        assertThat(client.closeFrame().closeCode()).isEqualTo(code);
    }

    @Test
    void aFloodOfTinyFramesLosesNone() throws Exception {
        TestClient client = fixture.connect();
        fixture.repls.pods(REPL, POD);
        FakePid1.Session session = fixture.pid1.readySession();
        client.stagesToReady();

        int frames = 4_000;
        for (int i = 0; i < frames; i++) {
            client.send(Command.newBuilder()
                    .setChannel(1)
                    .setInput(Integer.toString(i))
                    .build());
        }

        for (int i = 0; i < frames; i++) {
            assertThat(session.received.take().getInput()).isEqualTo(Integer.toString(i));
        }
    }

    @Test
    void aPingIsAnsweredWhileOthersFlood() throws Exception {
        for (int i = 0; i < 8; i++) {
            RawClient flooding = ready();
            byte[] tiny = RawClient.frame(0x8a, 0, new byte[0]);
            byte[] many = new byte[tiny.length * 10_000];
            IntStream.range(0, 10_000).forEach(j -> System.arraycopy(tiny, 0, many, j * tiny.length, tiny.length));
            Thread.ofVirtual().start(() -> {
                for (int j = 0; j < 1_000; j++) {
                    sendQuietly(flooding, many);
                }
            });
        }
        RawClient quiet = ready();

        for (int i = 0; i < 20; i++) {
            quiet.send(RawClient.frame(0x89, 1, new byte[] {(byte) i}));
            RawClient.Frame pong = quiet.frame();
            assertThat(pong.opcode()).isEqualTo(10);
            assertThat(pong.payload()).containsExactly(i);
        }
    }

    @Test
    void aLongMessageWithItsChannelBehindTheBodyIsRefused() throws Exception {
        RawClient client = ready();
        byte[] body = Command.newBuilder()
                .setWrite(File.newBuilder().setPath("a").setContent(ByteString.copyFrom(new byte[LONG])))
                .build()
                .toByteArray();
        byte[] channel = Command.newBuilder().setChannel(3).build().toByteArray();
        byte[] message = java.util.Arrays.copyOf(body, body.length + channel.length);
        System.arraycopy(channel, 0, message, body.length, channel.length);
        client.binary(message);

        RawClient.Frame close = client.closeFrame();
        assertThat(close.closeCode()).isEqualTo(1007);
        assertThat(close.closeReason()).contains("channel");
    }

    private RawClient ready() throws Exception {
        RawClient client = upgraded("/wsv2/" + GatewayFixture.token());
        fixture.repls.pods(REPL, POD);
        fixture.pid1.readySession();
        byte[] ready = Command.newBuilder()
                .setContainerState(io.replyard.proto.wire.ContainerState.newBuilder()
                        .setState(io.replyard.proto.wire.ContainerState.State.READY))
                .build()
                .toByteArray();
        while (!java.util.Arrays.equals(client.frame().payload(), ready)) {
            // What comes before READY is of no interest.
        }
        return client;
    }

    private RawClient upgraded(String path) throws IOException {
        RawClient client = RawClient.upgraded(fixture.port, path);
        clients.add(client);
        return client;
    }

    private static byte[] input(int size) {
        return Command.newBuilder()
                .setChannel(1)
                .setInput("x".repeat(size))
                .build()
                .toByteArray();
    }

    /** The other end may have closed it. */
    private static void sendQuietly(RawClient client, byte[] bytes) {
        try {
            client.send(bytes);
        } catch (IOException e) {
            assertThat(e.getMessage()).isNotNull();
        }
    }
}
