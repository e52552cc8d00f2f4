package io.replyard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.replyard.cli.client.ReplChannel;
import io.replyard.proto.wire.AppendMeta;
import io.replyard.proto.wire.Auth;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.ContainerState;
import io.replyard.proto.wire.Exec;
import io.replyard.proto.wire.FSLock;
import io.replyard.proto.wire.File;
import io.replyard.proto.wire.FileAuthReq;
import io.replyard.proto.wire.Goodbye;
import io.replyard.proto.wire.Hello;
import io.replyard.proto.wire.Pid1Config;
import io.replyard.proto.wire.Ping;
import io.replyard.proto.wire.WriteMeta;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What stands between a client and pid1: numbers that cannot be forged, bodies that do not pass. */
class RelayIT {
    /** Bodies that are conman's and pid1's own business. */
    private static final List<Command> FORGED = List.of(
            Command.newBuilder()
                    .setFileAuthReq(
                            FileAuthReq.newBuilder().setFile(File.newBuilder().setPath("main.py")))
                    .build(),
            Command.newBuilder()
                    .setHello(Hello.newBuilder().setUserid(1).setUsername("root"))
                    .build(),
            Command.newBuilder().setGoodbye(Goodbye.getDefaultInstance()).build(),
            Command.newBuilder()
                    .setPid1Config(Pid1Config.newBuilder().setCwd("/"))
                    .build(),
            Command.newBuilder()
                    .setWriteMeta(WriteMeta.newBuilder().setKey("k"))
                    .build(),
            Command.newBuilder()
                    .setAppendMeta(AppendMeta.newBuilder().setKey("k"))
                    .build(),
            Command.newBuilder().setFsTakeLock(FSLock.newBuilder().setName("l")).build(),
            Command.newBuilder().setHasCap(true).build(),
            Command.newBuilder()
                    .setAuth(Auth.newBuilder().setToken("t").setContainerID("c"))
                    .build(),
            Command.newBuilder()
                    .setContainerState(ContainerState.newBuilder().setState(ContainerState.State.SLEEP))
                    .build());

    @Test
    void forgedFramesAreDroppedAndTheConnectionGoesOn() throws Exception {
        try (TestRepl repl = TestRepl.named("forger");
                Person person = Person.at(repl.token())) {
            int before = person.said().size();
            double dropped = Metrics.conman("replyard_conman_dropped_frames_total");
            for (Command forged : FORGED) {
                person.connection().send(forged.toBuilder().setRef("forged"));
                person.connection().send(forged.toBuilder().setSession(1).setRef("forged"));
            }
            Command pong = person.connection()
                    .request(Command.newBuilder().setPing(Ping.getDefaultInstance()))
                    .get(Person.PATIENCE.toSeconds(), TimeUnit.SECONDS);

            assertThat(pong.hasPong()).isTrue();
            assertThat(person.said()).hasSize(before);
            assertThat(person.isConnected()).isTrue();
            assertThat(Metrics.conman("replyard_conman_dropped_frames_total") - dropped)
                    .isEqualTo(2.0 * FORGED.size());
        }
    }

    @Test
    void aForgedSessionNumberDoesNotMakeOneSomebodyElse() throws Exception {
        try (TestRepl repl = TestRepl.named("impostor");
                Person victim = Person.at(repl.token());
                Person impostor = Person.at(repl.token())) {
            List<Command> victimSaw = new CopyOnWriteArrayList<>();
            ReplChannel victims = victim.open("exec", victimSaw::add);
            Command reply = Person.ask(
                    victims, Command.newBuilder().setExec(Exec.newBuilder().addArgs("true")));
            assertThat(reply.hasOk()).isTrue();
            int victimSession = reply.getSession();
            assertThat(victimSession).isGreaterThan(1);

            // Speaking under the victim's number, on the victim's own anonymous channel.
            for (int session : Set.of(victimSession, 1, 0, -victimSession)) {
                impostor.connection()
                        .send(Command.newBuilder()
                                .setChannel(victims.id())
                                .setSession(session)
                                .setExec(Exec.newBuilder().addArgs("echo").addArgs("forged"))
                                .setRef("forged"));
            }
            assertThat(impostor.run("echo", "still here")).isEqualTo("still here\n");
            assertThat(Person.ask(
                                    victims,
                                    Command.newBuilder()
                                            .setExec(Exec.newBuilder().addArgs("true")))
                            .hasOk())
                    .isTrue();
            assertThat(victimSaw).noneMatch(frame -> frame.getOutput().contains("forged"));
        }
    }

    @Test
    void aPersonIsNumberedOnceAndForAll() throws Exception {
        try (TestRepl repl = TestRepl.named("numbers")) {
            int first;
            try (Person person = Person.at(repl.token())) {
                first = session(person);
            }
            try (Person person = Person.at(repl.token())) {
                assertThat(session(person)).isGreaterThan(first);
            }
        }
    }

    @Test
    void aPlainRequestIsGreeted() throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            String address = Lab.url().toString().replaceFirst("^ws", "http");
            var greeting = http.send(
                    HttpRequest.newBuilder(URI.create(address + "/anything")).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(greeting.statusCode()).isEqualTo(200);
            assertThat(greeting.body()).containsIgnoringCase("replyard");
        }
    }

    private static int session(Person person) throws Exception {
        return Person.ask(
                        person.open("exec"),
                        Command.newBuilder().setExec(Exec.newBuilder().addArgs("true")))
                .getSession();
    }
}
