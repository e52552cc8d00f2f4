package io.replyard.conman.gateway;

import static io.replyard.conman.gateway.GatewayFixture.POD;
import static io.replyard.conman.gateway.GatewayFixture.POD_UID;
import static io.replyard.conman.gateway.GatewayFixture.REPL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.replyard.conman.repl.PodView;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.ContainerState;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What ends a session that is READY. */
class SessionEndTest {
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
    void aDeletedReplClosesItsSessionsAtOnce() throws Exception {
        TestClient client = fixture.connect();
        fixture.repls.pods(REPL, POD);
        FakePid1.Session session = fixture.pid1.readySession();
        client.stagesToReady();

        fixture.repls.delete(REPL);

        assertThat(client.closed()).isEqualTo(new TestClient.Closed(1008, "Repl repl-1 was deleted"));
        assertThat(session.closed.take()).isNotEmpty();
    }

    @Test
    void aReplThatIsPutToSleepSaysSo() throws Exception {
        TestClient client = fixture.connect();
        fixture.repls.pods(REPL, POD);
        fixture.pid1.readySession();
        client.stagesToReady();

        fixture.repls.sleep(REPL);

        assertThat(client.next(Command::hasContainerState).getContainerState().getState())
                .isEqualTo(ContainerState.State.SLEEP);
        assertThat(client.closed().code()).isEqualTo(1001);
    }

    @Test
    void aLostContainerIsExplained() throws Exception {
        TestClient client = fixture.connect();
        fixture.repls.pods(REPL, POD);
        FakePid1.Session session = fixture.pid1.readySession();
        client.stagesToReady();

        session.socket.close((short) 1011);
        fixture.repls.pods(REPL, new PodView(POD_UID, "127.0.0.1", false, "OOMKilled, exit code 137", Map.of()));

        TestClient.Closed closed = client.closed();
        assertThat(closed.code()).isEqualTo(4001);
        assertThat(closed.reason()).contains("OOMKilled");
    }

    @Test
    void aContainerThatLeavesWithoutATraceIsReportedTooAndWithItsLastWord() throws Exception {
        TestClient client = fixture.connect();
        fixture.repls.pods(REPL, POD);
        FakePid1.Session session = fixture.pid1.readySession();
        client.stagesToReady();

        session.socket.close((short) 1001, "Repl is stopping");

        assertThat(client.closed())
                .isEqualTo(new TestClient.Closed(4001, "the Repl's container went away (Repl is stopping)"));
    }

    @Test
    void whenTheClientLeavesPid1IsToldAndNothingStaysBehind() throws Exception {
        TestClient client = fixture.connect();
        fixture.repls.pods(REPL, POD);
        FakePid1.Session session = fixture.pid1.readySession();
        client.stagesToReady();

        client.socket.close();

        assertThat(session.closed.take()).isEqualTo("1001");
        await().untilAsserted(() -> {
            assertThat(fixture.repls.watching()).isZero();
            assertThat(fixture.meters.get("replyard.conman.connections").gauge().value())
                    .isZero();
        });
    }

    @Test
    void aSessionStaysInItsPodUntilThatIsGoneAlthoughANewOneIsThere() throws Exception {
        TestClient client = fixture.connect();
        fixture.repls.pods(REPL, POD);
        FakePid1.Session session = fixture.pid1.readySession();
        client.stagesToReady();

        PodView leaving = new PodView(POD_UID, "127.0.0.1", true, null, Map.of());
        fixture.repls.pods(REPL, new PodView("pod-uid-2", null, false, null, Map.of()), leaving);
        client.send(Command.newBuilder().setChannel(1).setInput("still here").build());
        assertThat(session.received.take().getInput()).isEqualTo("still here");
        session.socket.close((short) 1001, "Repl is stopping");

        assertThat(client.closed())
                .isEqualTo(
                        new TestClient.Closed(4001, "the Repl's pod is being stopped or replaced (Repl is stopping)"));
    }
}
