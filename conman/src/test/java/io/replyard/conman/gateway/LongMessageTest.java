package io.replyard.conman.gateway;

import static io.replyard.conman.gateway.GatewayFixture.POD;
import static io.replyard.conman.gateway.GatewayFixture.REPL;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.File;
import io.replyard.proto.wire.FileAuthReq;
import io.replyard.proto.wire.Ping;
import java.security.MessageDigest;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages of up to 16 MiB, over real sockets. */
class LongMessageTest {
    private static final int MIB = 1024 * 1024;

    private GatewayFixture fixture;
    private TestClient client;
    private FakePid1.Session session;

    @BeforeEach
    void start() throws Exception {
        fixture = new GatewayFixture(GatewayFixture.QUICK);
        client = fixture.connect();
        fixture.repls.pods(REPL, POD);
        session = fixture.pid1.readySession();
        client.stagesToReady();
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    @Test
    void theyArriveByteForByteInBothDirectionsThoughTheReaderIsLate() throws Exception {
        byte[] there = random(1, 15 * MIB);
        byte[] back = random(2, 15 * MIB);
        BackPressureTest.stopReading(session.socket);
        BackPressureTest.stopReading(client.socket);
        client.send(write(there));
        session.send(Command.newBuilder()
                .setChannel(1)
                .setFile(File.newBuilder().setPath("b").setContent(ByteString.copyFrom(back)))
                .build());
        session.send(Command.newBuilder().setChannel(1).setOutput("after").build());
        BackPressureTest.readOn(session.socket);
        BackPressureTest.readOn(client.socket);

        assertThat(hash(session.received.take().getWrite().getContent())).isEqualTo(hash(ByteString.copyFrom(there)));
        assertThat(hash(client.next(Command::hasFile).getFile().getContent()))
                .isEqualTo(hash(ByteString.copyFrom(back)));
        assertThat(client.next(Command::hasOutput).getOutput()).isEqualTo("after");
        assertThat(fixture.open.memory()).isLessThan(8L * MIB);
    }

    @Test
    void anAnswerWaitsForTheEndOfOneThatIsUnderWay() throws Exception {
        BackPressureTest.stopReading(client.socket);
        session.send(Command.newBuilder()
                .setChannel(1)
                .setFile(File.newBuilder().setPath("b").setContent(ByteString.copyFrom(random(3, 15 * MIB))))
                .build());
        for (int i = 0; i < 10; i++) {
            client.send(Command.newBuilder()
                    .setPing(Ping.getDefaultInstance())
                    .setRef("p" + i)
                    .build());
        }
        client.send(Command.newBuilder().setChannel(1).setInput("x").build());
        assertThat(session.received.take().getInput()).isEqualTo("x");
        BackPressureTest.readOn(client.socket);

        assertThat(client.next(Command::hasFile).getFile().getContent().size()).isEqualTo(15 * MIB);
        assertThat(client.next(command -> command.getRef().equals("p9")).hasPong())
                .isTrue();
    }

    @Test
    void oneThatMayNotPassIsSwallowedAndTheNextOneIsNot() throws Exception {
        client.send(Command.newBuilder()
                .setFileAuthReq(FileAuthReq.newBuilder()
                        .setFile(File.newBuilder().setPath("a").setContent(ByteString.copyFrom(random(4, 5 * MIB)))))
                .build());
        client.send(write(random(5, 100_000)));

        assertThat(session.received.take().getWrite().getContent().size()).isEqualTo(100_000);
        assertThat(fixture.count("replyard.conman.dropped.frames", "reason", "client_body"))
                .isEqualTo(1);
    }

    private static Command write(byte[] content) {
        return Command.newBuilder()
                .setChannel(1)
                .setWrite(File.newBuilder().setPath("a").setContent(ByteString.copyFrom(content)))
                .setRef("r")
                .build();
    }

    private static byte[] random(long seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static String hash(ByteString bytes) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        bytes.asReadOnlyByteBufferList().forEach(digest::update);
        return java.util.HexFormat.of().formatHex(digest.digest());
    }
}
