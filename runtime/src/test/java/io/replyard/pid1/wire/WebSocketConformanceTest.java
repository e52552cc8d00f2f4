package io.replyard.pid1.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.replyard.pid1.RunningPid1;
import io.replyard.pid1.channel.Hub;
import io.replyard.pid1.client.TokenMint;
import io.replyard.pid1.client.WireClient;
import io.replyard.pid1.client.WireClient.Frame;
import io.replyard.proto.session.SessionProtocol;
import io.replyard.proto.wire.BootStatus;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.ContainerState;
import io.replyard.proto.wire.Ping;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebSocketConformanceTest {
    private static final int FIN = 0x80;
    private static final int BINARY = 2;

    @Test
    void greetsWithTheBootStagesInOrder() throws IOException {
        try (WireClient client = WireClient.request(
                RunningPid1.port(), WireClient.upgrade(RunningPid1.mint().token()))) {
            assertThat(client.head())
                    .startsWith("HTTP/1.1 101 ")
                    .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            BootStatus loading = client.nextCommand().getBootStatus();
            assertThat(loading.getStage()).isEqualTo(BootStatus.Stage.LOAD_BLOCK);
            assertThat(loading.getProgress()).isEqualTo(1);
            assertThat(loading.getTotal()).isEqualTo(1);
            assertThat(client.nextCommand().getBootStatus().getStage()).isEqualTo(BootStatus.Stage.COMPLETE);
            Command ready = client.nextCommand();
            assertThat(ready.getContainerState().getState()).isEqualTo(ContainerState.State.READY);
            assertThat(ready.getSession()).isEqualTo(client.session());
        }
    }

    @Test
    void numbersSessionsFromTwoAndNeverAgain() throws IOException {
        try (WireClient first = RunningPid1.connect();
                WireClient second = RunningPid1.connect()) {
            assertThat(first.session()).isGreaterThanOrEqualTo(2);
            assertThat(second.session()).isGreaterThan(first.session());
        }
    }

    @Test
    void refusesATokenForAnotherPodWith401AndAReason() throws IOException {
        String foreign = RunningPid1.mint().token(TokenMint.REPL, "another-pod");
        try (WireClient client = WireClient.request(RunningPid1.port(), WireClient.upgrade(foreign))) {
            assertThat(client.head()).startsWith("HTTP/1.1 401 ");
            assertThat(client.rest()).contains("pod_uid");
        }
    }

    @Test
    void refusesAForeignSignature() throws IOException {
        try (WireClient client = WireClient.request(RunningPid1.port(), WireClient.upgrade(new TokenMint().token()))) {
            assertThat(client.head()).startsWith("HTTP/1.1 401 ");
        }
    }

    @Test
    void refusesOneSessionTooManyWith503AndAReason() throws IOException {
        String request = WireClient.upgrade(RunningPid1.mint().token());
        List<WireClient> clients = new ArrayList<>();
        try {
            WireClient last;
            do {
                last = WireClient.request(RunningPid1.port(), request);
                clients.add(last);
                // A session counts a moment after its 101, so a few more than the limit may come in.
            } while (clients.size() < Hub.MAX_SESSIONS + 20 && last.head().startsWith("HTTP/1.1 101 "));
            assertThat(last.head()).startsWith("HTTP/1.1 503 ");
            assertThat(last.rest()).contains("480 connections");
        } finally {
            for (WireClient client : clients) {
                client.close();
            }
        }
        await().untilAsserted(() -> {
            try (WireClient next = WireClient.request(RunningPid1.port(), request)) {
                assertThat(next.head()).startsWith("HTTP/1.1 101 ");
            }
        });
    }

    @Test
    void refusesAnEndlessHead() throws IOException {
        String endless = WireClient.upgrade("x", "X: " + "a".repeat(PeerInput.MAX_HEAD_BYTES) + "\r\n");
        try (WireClient client = WireClient.request(RunningPid1.port(), endless)) {
            assertThat(client.head()).startsWith("HTTP/1.1 431 ");
        }
    }

    @Test
    void answersPingWithItsPayloadEvenBetweenFragments() throws IOException {
        byte[] message = ping("r1");
        try (WireClient client = RunningPid1.connect()) {
            client.frame(BINARY, true, Arrays.copyOf(message, 2));
            client.frame(9, "hello".getBytes(StandardCharsets.UTF_8));
            Frame pong = client.next();
            assertThat(pong.opcode()).isEqualTo(0xA);
            assertThat(pong.payload()).asString().isEqualTo("hello");

            client.frame(0, true, Arrays.copyOfRange(message, 2, 3));
            client.frame(FIN, true, Arrays.copyOfRange(message, 3, message.length));
            Command answer = client.nextCommand();
            assertThat(answer.hasPong()).isTrue();
            assertThat(answer.getRef()).isEqualTo("r1");
        }
    }

    @Test
    void ignoresAnUnsolicitedPong() throws IOException {
        try (WireClient client = RunningPid1.connect()) {
            client.frame(0xA, new byte[0]);
            client.frame(BINARY, ping("alive"));
            assertThat(client.nextCommand().getRef()).isEqualTo("alive");
        }
    }

    @Test
    void answersACloseWithItsCodeAndHangsUp() throws IOException {
        try (WireClient client = RunningPid1.connect()) {
            client.frame(8, ByteBuffer.allocate(2).putShort((short) 1000).array());
            assertThat(client.next().closeCode()).isEqualTo(1000);
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void answersACloseWithoutACodeWithoutOne() throws IOException {
        try (WireClient client = RunningPid1.connect()) {
            client.frame(8, new byte[0]);
            assertThat(client.next().payload()).isEmpty();
        }
    }

    @Test
    void closesWith1002WhatBreaksTheProtocol() throws IOException {
        assertClosed(1002, client -> client.frame(FIN | BINARY, false, ping("unmasked")));
        assertClosed(1002, client -> client.frame(FIN | 0x40 | BINARY, true, ping("reserved bit")));
        assertClosed(1002, client -> client.frame(FIN | 3, true, new byte[1]));
        assertClosed(1002, client -> client.frame(FIN | 0xB, true, new byte[1]));
        assertClosed(1002, client -> client.frame(9, true, new byte[1]));
        assertClosed(1002, client -> client.frame(FIN | 9, true, new byte[126]));
        assertClosed(1002, client -> client.frame(FIN, true, new byte[1]));
        assertClosed(1002, client -> {
            client.frame(BINARY, true, new byte[1]);
            client.frame(FIN | BINARY, true, new byte[1]);
        });
        assertClosed(1002, client -> client.frame(8, new byte[1]));
        assertClosed(
                1002,
                client -> client.frame(
                        8, ByteBuffer.allocate(2).putShort((short) 1006).array()));
        assertClosed(1002, client -> client.raw(new byte[] {(byte) 0x82, (byte) 0xfe, 0, 5}));
        assertClosed(
                1002, client -> client.raw(new byte[] {(byte) 0x82, (byte) 0xff, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0}));
    }

    @Test
    void closesWith1003OnText() throws IOException {
        assertClosed(1003, client -> client.frame(1, "hello".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void closesWith1007OnWhatIsNoCommand() throws IOException {
        assertClosed(1007, client -> client.frame(BINARY, new byte[] {(byte) 0xff, (byte) 0xff}));
    }

    @Test
    void closesWith1009BeforeTheTooLongMessageIsSent() throws IOException {
        ByteBuffer header = ByteBuffer.allocate(14);
        header.put((byte) 0x82).put((byte) 0xff).putLong(SessionProtocol.MAX_MESSAGE_BYTES + 1L);
        assertClosed(1009, client -> client.raw(header.array()));
    }

    @Test
    void closesWith1009WhenFragmentsAddUpToTooMuch() throws IOException {
        assertClosed(1009, client -> {
            client.frame(BINARY, true, new byte[SessionProtocol.MAX_MESSAGE_BYTES]);
            client.frame(0, true, new byte[1]);
        });
    }

    @Test
    void outlivesAClientThatVanishesInsideAFrame() throws IOException {
        try (WireClient client = RunningPid1.connect()) {
            client.raw(new byte[] {(byte) 0x82, (byte) 0xff, 0, 0, 0, 0, 0, (byte) 0xff, 0, 0, 1, 2, 3, 4, 5});
        }
        try (WireClient client = RunningPid1.connect()) {
            client.frame(BINARY, ping("alive"));
            assertThat(client.nextCommand().getRef()).isEqualTo("alive");
        }
    }

    private interface Offence {
        void commit(WireClient client) throws IOException;
    }

    private static void assertClosed(int code, Offence offence) throws IOException {
        try (WireClient client = RunningPid1.connect()) {
            offence.commit(client);
            Frame close = client.expectClose();
            assertThat(close.closeCode()).isEqualTo(code);
            assertThat(close.closeReason()).isNotBlank();
        }
    }

    private static byte[] ping(String ref) {
        return Command.newBuilder()
                .setPing(Ping.getDefaultInstance())
                .setRef(ref)
                .build()
                .toByteArray();
    }
}
