package io.replyard.conman.gateway;

import static io.replyard.conman.gateway.GatewayFixture.POD;
import static io.replyard.conman.gateway.GatewayFixture.POD_UID;
import static io.replyard.conman.gateway.GatewayFixture.REPL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.replyard.conman.session.SessionTimes;
import io.replyard.crds.ReplCondition;
import io.replyard.crds.ReplPhase;
import io.replyard.crds.ReplStatusBuilder;
import io.replyard.proto.wire.BootStatus.Stage;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.Metrics;
import io.replyard.proto.wire.OpenChannel;
import io.replyard.proto.wire.Ping;
import io.vertx.core.buffer.Buffer;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatewayTest {
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
    void aConnectionReachesReadyInTheOrderThatClientsExpect() throws Exception {
        TestClient client = fixture.connect();
        fixture.repls.pods(REPL, POD);
        FakePid1.Session session = fixture.pid1.readySession();

        assertThat(client.stagesToReady())
                .containsExactly(Stage.HANDSHAKE, Stage.ACQUIRING, Stage.LOAD_BLOCK, Stage.COMPLETE);
        assertThat(session.claims.getReplId()).isEqualTo(REPL);
        assertThat(session.claims.getPodUid()).isEqualTo(POD_UID);
        assertThat(session.claims.getUserId()).isEqualTo(7);
        assertThat(session.claims.getUserName()).isEqualTo("alice");
        assertThat(session.claims.getFlagsList()).containsExactly("experiment");
    }

    @Test
    void framesTravelBothWaysWithTheSessionsNumberOnThem() throws Exception {
        TestClient client = fixture.connect();
        fixture.repls.pods(REPL, POD);
        FakePid1.Session session = fixture.pid1.readySession();
        client.stagesToReady();

        client.send(Command.newBuilder()
                .setSession(1)
                .setOpenChan(OpenChannel.newBuilder().setService("shell"))
                .setRef("a")
                .build());
        Command seen = session.received.take();
        session.send(Command.newBuilder().setChannel(3).setOutput("hi").build());

        assertThat(seen.getSession()).isEqualTo(session.number);
        assertThat(seen.getOpenChan().getService()).isEqualTo("shell");
        assertThat(seen.getRef()).isEqualTo("a");
        assertThat(client.next(Command::hasOutput).getOutput()).isEqualTo("hi");
    }

    @Test
    void whatAClientSendsTooEarlyWaitsForReady() throws Exception {
        TestClient client = fixture.connect();
        for (int i = 0; i < 50; i++) {
            client.send(Command.newBuilder().setChannel(1).setInput("line " + i).build());
        }
        fixture.repls.pods(REPL, POD);
        FakePid1.Session session = fixture.pid1.readySession();

        for (int i = 0; i < 50; i++) {
            assertThat(session.received.take().getInput()).isEqualTo("line " + i);
        }
    }

    @Test
    void pingsAreAnsweredHereAndInternalBodiesGoNowhere() throws Exception {
        TestClient client = fixture.connect();
        fixture.repls.pods(REPL, POD);
        FakePid1.Session session = fixture.pid1.readySession();
        client.stagesToReady();

        client.send(
                Command.newBuilder().setMetrics(Metrics.getDefaultInstance()).build());
        client.send(Command.newBuilder()
                .setPing(Ping.getDefaultInstance())
                .setRef("p")
                .build());
        client.send(Command.newBuilder().setChannel(1).setInput("last").build());

        assertThat(client.next(Command::hasPong).getRef()).isEqualTo("p");
        assertThat(session.received.take().getInput()).isEqualTo("last");
        assertThat(fixture.count("replyard.conman.dropped.frames", "reason", "client_body"))
                .isEqualTo(1);
    }

    @Test
    void pid1IsDialledUntilItListens() throws Exception {
        fixture.pid1.close();
        TestClient client = fixture.connect();
        fixture.repls.pods(REPL, POD);
        client.next(command -> command.getBootStatus().getStage() == Stage.ACQUIRING);

        try (FakePid1 late = new FakePid1(fixture.vertx, fixture.sessionKey(), REPL, POD_UID)) {
            late.listen(fixture.pid1Port);
            late.readySession();

            assertThat(client.stagesToReady()).endsWith(Stage.LOAD_BLOCK, Stage.COMPLETE);
        }
    }

    @Test
    void theLastStageIsRepeatedWhileTheClientWaits() throws Exception {
        TestClient client = fixture.connect();
        fixture.repls.pods(REPL, POD);
        fixture.pid1.session().send(Stage.LOAD_BLOCK);

        for (int i = 0; i < 3; i++) {
            client.next(command ->
                    command.hasBootStatus() && command.getBootStatus().getStage() == Stage.LOAD_BLOCK);
        }
    }

    @Test
    void aRefusedTokenClosesWithItsReasonAndCreatesNothing() throws Exception {
        TestClient.Closed foreign =
                fixture.connect(GatewayFixture.token("elsewhere")).closed();
        TestClient.Closed garbage = fixture.connect("test%20-%20bad").closed();

        assertThat(foreign.code()).isEqualTo(1008);
        assertThat(foreign.reason()).contains("cluster");
        assertThat(garbage.code()).isEqualTo(1008);
        assertThat(fixture.repls.writes).hasValue(0);
        assertThat(fixture.count("replyard.conman.refused", "reason", "wrong_cluster"))
                .isEqualTo(1);
    }

    @Test
    void aFailedReplEndsTheWait() throws Exception {
        TestClient client = fixture.connect();
        client.next(command -> command.getBootStatus().getStage() == Stage.ACQUIRING);
        await().until(() -> fixture.repls.watching() == 1);
        fixture.repls.status(
                REPL,
                ReplStatusBuilder.builder()
                        .phase(ReplPhase.FAILED)
                        .conditions(List.of(new ReplCondition(
                                "Ready", "False", "ImagePullFailed", "no such image", Instant.EPOCH, 1L)))
                        .observedGeneration(1L)
                        .build());

        assertThat(client.closed()).isEqualTo(new TestClient.Closed(1014, "ImagePullFailed: no such image"));
    }

    @Test
    void theDeadlineEndsTheWaitAndSaysForWhat() throws Exception {
        try (GatewayFixture hasty = new GatewayFixture(new SessionTimes(
                Duration.ofMillis(300),
                Duration.ofMillis(100),
                Duration.ofSeconds(25),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1)))) {
            TestClient.Closed closed = hasty.connect().closed();

            assertThat(closed.code()).isEqualTo(4001);
            assertThat(closed.reason()).contains(REPL, "its pod");
        }
    }

    @Test
    void textIsNotSpoken() throws Exception {
        TestClient client = fixture.connect();
        client.socket.writeTextMessage("hello");

        assertThat(client.closed().code()).isEqualTo(1003);
    }

    @Test
    void bytesThatAreNoCommandCloseTheConnection() throws Exception {
        TestClient client = fixture.connect();
        fixture.repls.pods(REPL, POD);
        fixture.pid1.readySession();
        client.stagesToReady();

        client.socket.writeBinaryMessage(
                Buffer.buffer(new byte[] {22 << 3 & 0x7f, 1}).appendByte((byte) 7));

        assertThat(client.closed().code()).isEqualTo(1007);
    }

    @Test
    void aPid1ThatGivesNoNumberOrTalksNonsenseIsNotBelieved() throws Exception {
        fixture.pid1.withoutNumbers();
        TestClient first = fixture.connect();
        fixture.repls.pods(REPL, POD);

        assertThat(first.closed().code()).isEqualTo(1014);
    }

    @Test
    void whyPid1RefusesIsToldToTheClient() throws Exception {
        fixture.pid1.full();
        TestClient client = fixture.connect();
        fixture.repls.pods(REPL, POD);

        assertThat(client.closed())
                .isEqualTo(
                        new TestClient.Closed(
                                1014,
                                "the Repl's container refused the session: it has 480 connections already; close one and try again"));
    }

    @Test
    void aPid1ThatSendsNoCommandsEndsTheSession() throws Exception {
        TestClient client = fixture.connect();
        fixture.repls.pods(REPL, POD);
        fixture.pid1.session().socket.writeBinaryMessage(Buffer.buffer(new byte[] {0, 0, 0}));

        assertThat(client.closed().code()).isEqualTo(1014);
    }

    @Test
    void drainingClosesEverybodyWithAnInvitationToTryAgain() throws Exception {
        TestClient first = fixture.connect();
        TestClient second = fixture.connect();
        fixture.repls.pods(REPL, POD);
        fixture.pid1.readySession();
        first.next(Command::hasBootStatus);
        second.next(Command::hasBootStatus);

        fixture.sessions.drain(Duration.ofSeconds(10));
        TestClient late = fixture.connect();

        TestClient.Closed going = new TestClient.Closed(4001, "conman is shutting down");
        assertThat(List.of(first.closed(), second.closed(), late.closed())).containsOnly(going);
    }

    @Test
    void beforeTheReplsAreKnownNobodyIsServed() throws Exception {
        fixture.repls.notSynced();

        assertThat(fixture.connect().closed().code()).isEqualTo(4001);
    }

    @Test
    void otherRequestsAreGreeted() throws Exception {
        assertThat(get("/")).startsWith("200 ").contains("/wsv2/");
        assertThat(get("/wsv2/abc")).startsWith("426 ").contains("Upgrade");
    }

    private String get(String path) throws Exception {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + fixture.port + path).toURL().openConnection();
        int status = connection.getResponseCode();
        try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return status + " " + new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
