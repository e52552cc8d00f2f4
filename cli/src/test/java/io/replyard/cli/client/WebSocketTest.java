package io.replyard.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.replyard.proto.session.WebSocketKey;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.Send;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Byte by byte, with a server that does only what the test says. */
class WebSocketTest {
    private final BlockingQueue<ByteString> heard = new LinkedBlockingQueue<>();
    private final CompletableFuture<CloseStatus> ended = new CompletableFuture<>();
    private ServerSocket listener;
    private Socket server;
    private DataInputStream in;
    private WebSocket client;

    @BeforeEach
    void connect() throws Exception {
        listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        CompletableFuture<Socket> accepted = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                accepted.complete(shakenHands(listener.accept()));
            } catch (Exception e) {
                accepted.completeExceptionally(e);
            }
        });
        client = WebSocket.connect(
                URI.create("ws://127.0.0.1:" + listener.getLocalPort() + "/wsv2/t"), Duration.ofSeconds(10));
        server = accepted.get(10, TimeUnit.SECONDS);
        in = new DataInputStream(server.getInputStream());
        client.listen(new WebSocket.Listener() {
            @Override
            public void heard() {}

            @Override
            public void message(ByteBuffer message) {
                heard.add(ByteString.copyFrom(message));
            }

            @Override
            public void ended(CloseStatus status) {
                ended.complete(status);
            }
        });
    }

    private static Socket shakenHands(Socket socket) throws Exception {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) socket.getInputStream().read());
        }
        String key = head.toString().replaceAll("(?s).*Sec-WebSocket-Key: (\\S+).*", "$1");
        String accept = WebSocketKey.accept(key);
        // The first frame may come right behind the head.
        socket.getOutputStream()
                .write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "SEC-WEBSOCKET-ACCEPT: " + accept + "\r\n\r\n\u0082\u0002hi")
                        .getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    @AfterEach
    void hangUp() throws IOException {
        client.abort();
        server.close();
        listener.close();
    }

    private void say(String hex) throws IOException {
        server.getOutputStream().write(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    /** The payload of the next frame of the client. */
    private byte[] next(int opcode) throws IOException {
        assertThat(in.readUnsignedByte()).isEqualTo(0x80 | opcode);
        int length = in.readUnsignedByte() & 0x7f;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = (int) in.readLong();
        }
        byte[] key = in.readNBytes(4);
        byte[] payload = in.readNBytes(length);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= key[i % 4];
        }
        return payload;
    }

    private static Command command(int bytes) {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return Command.newBuilder()
                .setSend(Send.newBuilder().setBuff(ByteString.copyFrom(content)))
                .build();
    }

    @Test
    void theFirstFrameMayComeRightBehindTheHandshake() throws Exception {
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(ByteString.copyFromUtf8("hi"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 117, 118, 125, 126, 127, 1000, 65_520, 65_530, 65_535, 65_536, 300_001})
    void whatIsSentArrives(int bytes) throws Exception {
        Command sent = command(bytes);
        Thread.ofVirtual().start(() -> {
            try {
                client.send(sent);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });

        assertThat(Command.parseFrom(next(0x2))).isEqualTo(sent);
    }

    @Test
    void aMessageMayComeInFramesWithOthersInBetween() throws Exception {
        heard.take();
        say("02 01 61  89 01 70  00 02 62 63  8a 00  80 01 64");

        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(ByteString.copyFromUtf8("abcd"));
        assertThat(next(0xA)).isEqualTo(new byte[] {'p'});
    }

    @ParameterizedTest
    @CsvSource({
        "81 01 61, a text message",
        "82 81 00000000 61, a masked frame",
        "89 7e 0100, a control frame of 256 bytes",
        "82 7f 0000000001000001, more than 16777216 bytes",
        "c2 01 61, broke the WebSocket protocol",
        "83 00, broke the WebSocket protocol",
    })
    void aServerThatBreaksTheRulesIsLeft(String bytes, String words) throws Exception {
        say(bytes);

        CloseStatus end = ended.get(10, TimeUnit.SECONDS);
        assertThat(end.code()).isEqualTo(CloseStatus.LOST);
        assertThat(end.reason()).contains(words);
    }

    @Test
    void aCloseIsAnsweredAndTold() throws Exception {
        say("88 06 0fa1 67 6f 6e 65");

        assertThat(ended.get(10, TimeUnit.SECONDS)).isEqualTo(new CloseStatus(4001, "gone"));
        assertThat(next(0x8)).isEqualTo(new byte[] {0x0f, (byte) 0xa1});
    }

    /** The other side may wait for us to read before it reads. */
    @Test
    void whoReadsNeverWaitsForWhoSends() throws Exception {
        heard.take();
        Thread sender = Thread.ofPlatform().daemon().start(() -> {
            try {
                client.send(command(16_000_000));
            } catch (IOException endOfTheTest) {
                Thread.onSpinWait();
            }
        });
        await().until(() -> List.of(sender.getStackTrace()).toString().contains("write"));

        say("89 01 70  82 02 68 69");

        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(ByteString.copyFromUtf8("hi"));
        assertThat(Command.parseFrom(next(0x2))).isEqualTo(command(16_000_000));
        assertThat(next(0xA)).isEqualTo(new byte[] {'p'});
    }
}
