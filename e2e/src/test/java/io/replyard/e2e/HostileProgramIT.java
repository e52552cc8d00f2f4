package io.replyard.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.replyard.cli.client.ReplChannel;
import io.replyard.proto.claims.ReplToken;
import io.replyard.proto.session.SessionProtocol;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.File;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Attacks of programs on their own pid1 and their node, beside a tenant who must notice nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileProgramIT {
    private static final int MIB = 1024 * 1024;

    private Neighbour neighbour;
    private TestRepl repl;

    @BeforeAll
    void moveIn() throws Exception {
        neighbour = Neighbour.movesIn();
        repl = TestRepl.named("hostile");
    }

    @AfterAll
    void moveOut() {
        repl.close();
        neighbour.close();
    }

    @Test
    void idleConnectionsOfProgramsKeepNoClientOut() throws Exception {
        String hoarder = """
                import socket, time
                kept = []
                for i in range(600): kept.append(socket.create_connection(('127.0.0.1', %d)))
                print('<>', flush=True)
                while True:
                    kept.append(socket.create_connection(('127.0.0.1', %d))); kept.pop(0).close(); time.sleep(0.001)
                """.formatted(SessionProtocol.PORT, SessionProtocol.PORT);
        neighbour.livesThrough(() -> {
            try (Person person = Person.at(hostile())) {
                person.start("<>", "python3", "-c", hoarder);
                try (Person late = Person.at(hostile())) {
                    assertThat(late.run("echo", "in")).isEqualTo("in\n");
                }
            }
        });
    }

    @Test
    void signalsAndAttachingDoNothingToPid1() throws Exception {
        neighbour.livesThrough(() -> {
            try (Person person = Person.at(hostile())) {
                String script = "touch /tmp/.attach_pid1; i=0; while [ $i -lt 2000 ]; do kill -QUIT 1; kill -INT 1; "
                        + "kill -HUP 1; i=$((i+1)); done; ls -A /tmp";
                assertThat(person.run("bash", "-c", script)).doesNotContain(".java_pid1");
                assertThat(person.isConnected()).isTrue();
            }
            assertThat(Lab.kubernetes()
                            .pods()
                            .inNamespace(Lab.namespace())
                            .withName(repl.name())
                            .getLog())
                    .doesNotContain("thread dump");
        });
    }

    @Test
    void deepFoldersAreRemovedAndTheChannelLives() throws Exception {
        neighbour.livesThrough(() -> {
            try (Person person = Person.at(hostile())) {
                person.run("bash", "-c", "for i in {1..500}; do mkdir d && cd d || exit; done");
                ReplChannel files = person.open("files");
                Command.Builder remove =
                        Command.newBuilder().setRemove(File.newBuilder().setPath("d"));
                assertThat(Person.ask(files, remove).hasOk()).isTrue();
                assertThat(Person.ask(files, remove).getError()).isNotEmpty();
            }
        });
    }

    /** With memory enough that the number of processes is what ends it. */
    @Test
    void aForkBombAsFastAsTheKernelIsStopped() throws Exception {
        try (TestRepl bomb = TestRepl.named("bomb")) {
            ReplToken.Builder token = bomb.token();
            token.setResourceLimits(token.getResourceLimits().toBuilder().setMemory(2048L * MIB));
            neighbour.livesThrough(() -> {
                try (Person person = Person.at(token)) {
                    String pod = bomb.pod().getMetadata().getUid();
                    assertThat(person.exec("bash", "-c", ":(){ :|:& };:; sleep 1000")
                                    .verdict())
                            .isEqualTo("signal: killed");
                    person.awaitSaid(
                            "what was done", said -> said.getToast().getText().contains("processes"));
                    await().atMost(Person.PATIENCE)
                            .until(() -> person.exec("true").verdict(), "ok"::equals);
                    assertThat(bomb.pod().getMetadata().getUid()).isEqualTo(pod);
                }
            });
        }
    }

    @Test
    void whoFillsTheDiskIsStoppedAndMayMakeRoom() throws Exception {
        try (TestRepl full = TestRepl.named("full")) {
            ReplToken.Builder token = full.token();
            token.setResourceLimits(token.getResourceLimits().toBuilder().setDisk(32L * MIB));
            neighbour.livesThrough(() -> {
                try (Person person = Person.at(token)) {
                    String nameless = "for i in {10..21}; do eval \"exec $i>f\"; rm f; "
                            + "head -c 3000000 /dev/urandom >&$i; done; sleep 1000";
                    assertThat(person.exec("bash", "-c", nameless).verdict()).isEqualTo("signal: killed");
                    await().atMost(Person.PATIENCE)
                            .until(() -> person.exec("true").verdict(), "ok"::equals);

                    String named = "mkdir d; for i in {1..12}; do head -c 3000000 /dev/urandom >d/$i; done; sleep 1000";
                    assertThat(person.exec("bash", "-c", named).verdict()).isEqualTo("signal: killed");
                    Command.Builder remove =
                            Command.newBuilder().setRemove(File.newBuilder().setPath("d"));
                    assertThat(Person.ask(person.open("files"), remove).hasOk()).isTrue();
                    await().atMost(Person.PATIENCE)
                            .until(() -> person.exec("true").verdict(), "ok"::equals);
                }
            });
        }
    }

    /** The attackers' Repl; its image has Python. */
    private ReplToken.Builder hostile() {
        return repl.token("python3");
    }
}
