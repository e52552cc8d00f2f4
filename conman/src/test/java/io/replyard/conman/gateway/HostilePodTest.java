package io.replyard.conman.gateway;

import static io.replyard.conman.gateway.GatewayFixture.POD_UID;
import static io.replyard.conman.gateway.GatewayFixture.REPL;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.replyard.conman.gateway.RawPod.Script;
import io.replyard.conman.repl.PodView;
import io.replyard.proto.wire.BootStatus;
import io.replyard.proto.wire.BootStatus.Stage;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.ContainerState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever runs programs in a Repl has taken pid1's port, or pid1 itself; over real sockets. */
class HostilePodTest {
    private static final int MIB = 1024 * 1024;

    private static final byte[] READY = Command.newBuilder()
            .setContainerState(ContainerState.newBuilder().setState(ContainerState.State.READY))
            .build()
            .toByteArray();
    /** Beside the fixture's pid1, at the same port. */
    private static final String ADDRESS = "127.0.0.2";

    private GatewayFixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new GatewayFixture(GatewayFixture.QUICK);
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    @Test
    void aRefusalWithoutEndIsNotReadToItsEnd() throws Exception {
        AtomicLong sent = new AtomicLong();
        try (RawPod pod = pod((request, out) -> {
            out.write("HTTP/1.1 503 No\r\nContent-Length: 100000000000\r\n\r\nno room\u0007\n".getBytes(US_ASCII));
            byte[] more = new byte[64 * 1024];
            while (sent.get() < 200L * MIB) {
                out.write(more);
                sent.addAndGet(more.length);
            }
        })) {
            TestClient.Closed closed = connect().closed();

            assertThat(closed.code()).isEqualTo(1014);
            assertThat(closed.reason()).contains("refused the session: no room");
            assertThat(pod.errors.take()).isInstanceOf(IOException.class);
            assertThat(sent.get()).isLessThan(8L * MIB);
        }
    }

    @Test
    void norAHeadWithoutEnd() throws Exception {
        AtomicLong sent = new AtomicLong();
        try (RawPod pod = pod((request, out) -> {
            out.write("HTTP/1.1 101 Switching\r\n".getBytes(US_ASCII));
            byte[] more = "X-Header: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n".getBytes(US_ASCII);
            while (sent.get() < 200L * MIB) {
                out.write(more);
                sent.addAndGet(more.length);
            }
        })) {
            connect();

            assertThat(pod.errors.take()).isInstanceOf(IOException.class);
            assertThat(sent.get()).isLessThan(8L * MIB);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Replyard-Proof: AAAA\r\n"})
    void whoCannotProveToBePid1IsGivenNobodyAndTheRealOneIsAwaited(String proof) throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (RawPod _ = pod((request, out) -> {
            boolean real = asked.incrementAndGet() > 3;
            String shown = real ? RawPod.proof(request, POD_UID) : proof;
            out.write(RawPod.accepted(request, "Replyard-Session: 7\r\n" + shown));
            out.write(RawPod.frame(0x82, status(real ? Stage.LOAD_BLOCK : Stage.PULL_FILES)));
            out.write(RawPod.frame(0x82, READY));
        })) {
            assertThat(connect().stagesToReady()).containsExactly(Stage.HANDSHAKE, Stage.ACQUIRING, Stage.LOAD_BLOCK);
        }
        assertThat(asked).hasValue(4);
    }

    @Test
    void aStatusOfMillionsOfEntriesIsNotRead() throws Exception {
        byte[] entries = new byte[16 * MIB - 64];
        for (int i = 0; i < entries.length; i += 2) {
            entries[i] = 0x7a;
        }
        assertUpstreamFault(bootStatus(entries));
    }

    @Test
    void norOneThatIsNotLongEnoughToBeTold() throws Exception {
        byte[] entries = new byte[8 * 1024];
        for (int i = 0; i < entries.length; i += 2) {
            entries[i] = 0x7a;
        }
        try (RawPod _ = speaking(RawPod.frame(0x82, bootStatus(entries)))) {
            assertThat(connect().closed().reason()).contains("status of 8");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Masked.
                "8280 01020304",
                // A fragmented ping, a reserved bit, a continuation of nothing.
                "0900",
                "c200",
                "8000",
                // 17 MiB, of which none comes.
                "827f 0000000001100000",
                // Text.
                "8101 61",
            })
    void framesThatPid1NeverSendsEndTheSession(String hex) throws Exception {
        try (RawPod _ = speaking(HexFormat.of().parseHex(hex.replace(" ", "")))) {
            assertThat(connect().closed().code()).isEqualTo(1014);
        }
    }

    @Test
    void unfinishedFramesOfManySessionsTakeLittle() throws Exception {
        byte[] shortOne = ByteBuffer.allocate(4 + 60_000)
                .put((byte) 0x82)
                .put((byte) 126)
                .putShort((short) 60_001)
                .array();
        try (RawPod pod = speaking(shortOne)) {
            for (int i = 0; i < 100; i++) {
                connect();
            }
            await().until(() -> pod.served.get() == 100);

            assertThat(fixture.open.memory()).isLessThan(32L * MIB);
        }
    }

    private void assertUpstreamFault(byte[] message) throws Exception {
        try (RawPod _ = speaking(RawPod.frame(0x82, message))) {
            TestClient.Closed closed = connect().closed();

            assertThat(closed.code()).isEqualTo(1014);
            assertThat(fixture.open.memory()).isLessThan(8L * MIB);
        }
    }

    /** A pod that opens a session as pid1 does, and then says this. */
    private RawPod speaking(byte[] bytes) throws IOException {
        return pod((request, out) -> {
            out.write(RawPod.accepted(request, "Replyard-Session: 7\r\n" + RawPod.proof(request, POD_UID)));
            out.write(bytes);
        });
    }

    private RawPod pod(Script script) throws IOException {
        return new RawPod(ADDRESS, fixture.pid1Port, script);
    }

    private TestClient connect() throws Exception {
        TestClient client = fixture.connect();
        fixture.repls.pods(REPL, new PodView(POD_UID, ADDRESS, false, null, Map.of()));
        return client;
    }

    /** A Command with a BootStatus of these bytes; its field is found in the schema. */
    private static byte[] bootStatus(byte[] status) {
        return Command.newBuilder()
                .setUnknownFields(com.google.protobuf.UnknownFieldSet.newBuilder()
                        .addField(
                                Command.BOOTSTATUS_FIELD_NUMBER,
                                com.google.protobuf.UnknownFieldSet.Field.newBuilder()
                                        .addLengthDelimited(com.google.protobuf.ByteString.copyFrom(status))
                                        .build())
                        .build())
                .build()
                .toByteArray();
    }

    private static byte[] status(Stage stage) {
        return Command.newBuilder()
                .setBootStatus(BootStatus.newBuilder().setStage(stage))
                .build()
                .toByteArray();
    }
}
