package io.replyard.conman.gateway;

import static io.replyard.conman.gateway.GatewayFixture.POD;
import static io.replyard.conman.gateway.GatewayFixture.REPL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.File;
import io.replyard.proto.wire.Ping;
import io.replyard.proto.wire.Recv;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.http.impl.WebSocketInternal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * One side of a relay stops reading while the other goes on sending, over real sockets. What the sender gets rid of until it
 * is stuck must be what the sockets' buffers hold plus a message or two under way, however large the messages are.
 */
class BackPressureTest {
    private static final int MIB = 1024 * 1024;
    /** Kernel buffers of two connections, both ends of each with fixed buffers of which the kernel takes the double, and a little of Vert.x'. */
    private static final long KERNEL = 4L * MIB;

    private static final long ENDLESS = 400L * MIB;

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
    void aClientThatDoesNotReadMakesPid1Wait() {
        stopReading(client.socket);
        Buffer output = output(64 * 1024);

        assertThat(sentUntilStuck(() -> session.socket.writeBinaryMessage(output), output.length()))
                .isLessThan(KERNEL + 2L * MIB);
    }

    @Test
    void largeMessagesAreHeldOneAtATime() {
        stopReading(client.socket);
        Buffer output = output(12 * MIB);

        assertThat(sentUntilStuck(() -> session.socket.writeBinaryMessage(output), output.length()))
                .isLessThan(KERNEL + 3L * output.length());
    }

    @Test
    void aPid1ThatDoesNotReadMakesTheClientWait() {
        stopReading(session.socket);
        Buffer write = Buffer.buffer(Command.newBuilder()
                .setChannel(1)
                .setWrite(File.newBuilder().setPath("a").setContent(ByteString.copyFrom(new byte[64 * 1024])))
                .build()
                .toByteArray());

        assertThat(sentUntilStuck(() -> client.socket.writeBinaryMessage(write), write.length()))
                .isLessThan(KERNEL + 2L * MIB);
    }

    @Test
    void everythingArrivesInOrderOnceTheReaderGoesOn() throws Exception {
        stopReading(client.socket);
        int messages = 2_000;
        for (int i = 0; i < messages; i++) {
            session.send(Command.newBuilder()
                    .setChannel(1)
                    .setOutput(i + " " + "x".repeat(16 * 1024))
                    .build());
        }
        readOn(client.socket);

        for (int i = 0; i < messages; i++) {
            assertThat(client.next(Command::hasOutput).getOutput()).startsWith(i + " ");
        }
    }

    @Test
    void aClientThatDoesNotReadCanStillInterruptItsProgram() throws Exception {
        stopReading(client.socket);
        Buffer output = output(64 * 1024);
        sentUntilStuck(() -> session.socket.writeBinaryMessage(output), output.length());

        client.send(Command.newBuilder().setChannel(1).setInput("\u0003").build());

        assertThat(session.received.take().getInput()).isEqualTo("\u0003");
    }

    @Test
    void answersToPingsDoNotPileUp() {
        stopReading(client.socket);
        Buffer ping = Buffer.buffer(Command.newBuilder()
                .setPing(Ping.getDefaultInstance())
                .setRef("r".repeat(16 * 1024))
                .build()
                .toByteArray());

        assertThat(sentUntilStuck(() -> client.socket.writeBinaryMessage(ping), ping.length()))
                .isLessThan(KERNEL + 2L * MIB);
    }

    @Test
    void webSocketPingsOfAClientThatDoesNotReadAreNotAnswered() throws Exception {
        AtomicLong answers = new AtomicLong();
        client.socket.pongHandler(data -> answers.incrementAndGet());
        stopReading(client.socket);
        Buffer output = output(64 * 1024);
        sentUntilStuck(() -> session.socket.writeBinaryMessage(output), output.length());

        for (int i = 0; i < 3_000; i++) {
            client.socket.writePing(Buffer.buffer("ping"));
        }
        client.send(Command.newBuilder().setChannel(1).setInput("after").build());
        assertThat(session.received.take().getInput()).isEqualTo("after");
        session.send(Command.newBuilder().setChannel(1).setOutput("last").build());
        readOn(client.socket);
        client.next(Command::hasOutput);

        assertThat(answers).hasValueLessThan(1_000);
    }

    @Test
    void whenMemoryRunsOutThoseWhoDoNotReadAreClosedAndNobodyElse() throws Exception {
        TestClient reading = fixture.connect();
        fixture.pid1.readySession();
        reading.stagesToReady();
        stopReading(client.socket);
        Buffer output = output(64 * 1024);
        sentUntilStuck(() -> session.socket.writeBinaryMessage(output), output.length());

        await().atMost(Duration.ofSeconds(20)).until(() -> {
            fixture.sessions.shed(100 * 1024);
            return fixture.count("replyard.conman.closed", "code", "4001") == 1;
        });
        readOn(client.socket);
        assertThat(client.closed().code()).isEqualTo(4001);
        fixture.sessions.shed(0);
        reading.socket.writePing(Buffer.buffer("still here"));
        assertThat(reading.socket.isClosed()).isFalse();
    }

    @Test
    void aMessageBeyondTheLimitClosesTheSocketThatSentIt() throws Exception {
        Buffer message = Buffer.buffer(Command.newBuilder()
                .setChannel(1)
                .setWrite(File.newBuilder().setPath("a").setContent(ByteString.copyFrom(new byte[24 * MIB])))
                .build()
                .toByteArray());
        client.socket.writeFrame(WebSocketFrame.binaryFrame(message.slice(0, 12 * MIB), false));
        client.socket.writeFrame(WebSocketFrame.continuationFrame(message.slice(12 * MIB, message.length()), true));

        assertThat(client.closed().code()).isEqualTo(1009);
    }

    private static Buffer output(int bytes) {
        return Buffer.buffer(Command.newBuilder()
                .setChannel(1)
                .setRecv(Recv.newBuilder().setBuff(ByteString.copyFrom(new byte[bytes])))
                .build()
                .toByteArray());
    }

    /** Not Vert.x' pause, which takes sixteen frames more. */
    static void stopReading(WebSocketBase socket) {
        ((WebSocketInternal) socket).channelHandlerContext().channel().config().setAutoRead(false);
    }

    static void readOn(WebSocketBase socket) {
        ((WebSocketInternal) socket).channelHandlerContext().channel().config().setAutoRead(true);
    }

    /** Sends one after the other and returns how many bytes had left the sender when nothing moved for a while. */
    private static long sentUntilStuck(Supplier<Future<Void>> send, int size) {
        AtomicLong sent = new AtomicLong();
        AtomicLong lastMove = new AtomicLong(System.nanoTime());
        sendOn(send, size, sent, lastMove);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> sent.get() >= ENDLESS
                        || System.nanoTime() - lastMove.get()
                                > Duration.ofSeconds(1).toNanos());
        return sent.get();
    }

    private static void sendOn(Supplier<Future<Void>> send, int size, AtomicLong sent, AtomicLong lastMove) {
        send.get().onSuccess(v -> {
            lastMove.set(System.nanoTime());
            if (sent.addAndGet(size) < ENDLESS) {
                sendOn(send, size, sent, lastMove);
            }
        });
    }
}
