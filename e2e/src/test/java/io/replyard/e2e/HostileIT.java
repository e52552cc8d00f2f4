package io.replyard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.replyard.bench.soak.RawClient;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.Exec;
import io.replyard.proto.wire.OpenChannel;
import io.replyard.proto.wire.Send;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Attacks as a stranger, a client and a program would run them, beside a tenant who must notice nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileIT {
    private static final int MIB = 1024 * 1024;

    private Neighbour neighbour;
    private TestRepl repl;
    private final List<RawClient> clients = Collections.synchronizedList(new ArrayList<>());

    @BeforeAll
    void moveIn() throws Exception {
        neighbour = Neighbour.movesIn();
        repl = TestRepl.named("hostile");
    }

    @AfterEach
    void disconnect() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
        clients.clear();
    }

    @AfterAll
    void moveOut() {
        repl.close();
        neighbour.close();
    }

    @Test
    void thousandsOfHalfHeadsKeepNobodyOut() throws Exception {
        neighbour.livesThrough(() -> {
            for (int i = 0; i < 2_000; i++) {
                RawClient client = RawClient.silent(Lab.url());
                clients.add(client);
                sendQuietly(client, "GET /wsv2/".getBytes(StandardCharsets.US_ASCII));
            }
            try (Person other = Person.at(repl.token())) {
                assertThat(other.run("echo", "in")).isEqualTo("in\n");
            }
            for (RawClient client : clients) {
                client.awaitClose();
            }
        });
    }

    @Test
    void unfinishedFramesOfStrangersAreRefused() throws Exception {
        byte[] begun = RawClient.frame(16 * MIB, new byte[256 * 1024]);
        neighbour.livesThrough(() -> {
            for (int i = 0; i < 64; i++) {
                sendQuietly(upgraded("garbage"), begun);
            }
            for (RawClient client : clients) {
                // By force, while it is still talking, or with a reason.
                assertThat(client.awaitClose()).isIn(-1, 1008, 1009);
            }
        });
    }

    @Test
    void whatIsSentBeforeReadyIsNotKept() throws Exception {
        byte[] tooLong = RawClient.frame(MIB, new byte[MIB]);
        byte[] longest = RawClient.frame(Command.newBuilder().setChannel(9).setInput("x".repeat(60_000)));
        try (TestRepl waking = TestRepl.named("waking")) {
            neighbour.livesThrough(() -> {
                String token = Tokens.sign(waking.token());
                for (int i = 0; i < 24; i++) {
                    RawClient client = upgraded(token);
                    if (i % 2 == 0) {
                        sendQuietly(client, tooLong);
                        assertThat(client.awaitClose()).isIn(-1, 1009);
                    } else {
                        Thread.ofVirtual().start(() -> repeat(100, client, longest));
                    }
                }
                try (Person late = Person.at(waking.token())) {
                    assertThat(late.run("echo", "woken")).isEqualTo("woken\n");
                }
            });
        }
    }

    @Test
    void hugeInputToAProgramThatDoesNotReadKeepsNobodyWaiting() throws Exception {
        neighbour.livesThrough(() -> {
            for (int i = 0; i < 12; i++) {
                RawClient client = upgraded(Tokens.sign(repl.token()));
                client.awaitReady();
                client.send(RawClient.frame(Command.newBuilder()
                        .setRef("open")
                        .setOpenChan(
                                OpenChannel.newBuilder().setService("exec").setAction(OpenChannel.Action.CREATE))));
                int channel = client.awaitReply("open").getOpenChanRes().getId();
                client.send(RawClient.frame(Command.newBuilder()
                        .setChannel(channel)
                        .setExec(Exec.newBuilder()
                                .addArgs("sleep")
                                .addArgs("1000")
                                .setLifecycle(Exec.Lifecycle.STDIN))));
                byte[] huge = RawClient.frame(Command.newBuilder()
                        .setChannel(channel)
                        .setSend(Send.newBuilder().setBuff(ByteString.copyFrom(new byte[16 * MIB - 64]))));
                Thread.ofVirtual().start(() -> sendQuietly(client, huge));
            }
            try (Person other = Person.at(repl.token())) {
                assertThat(other.run("echo", "through")).isEqualTo("through\n");
            }
        });
    }

    @Test
    void floodsOfTinyFramesAreSlowedDown() throws Exception {
        byte[] tiny = RawClient.frame(Command.newBuilder().setChannel(1));
        byte[] many = new byte[10_000 * tiny.length];
        for (int i = 0; i < many.length; i += tiny.length) {
            System.arraycopy(tiny, 0, many, i, tiny.length);
        }
        neighbour.livesThrough(() -> {
            CountDownLatch flooding = new CountDownLatch(8);
            for (int i = 0; i < 8; i++) {
                RawClient client = upgraded(Tokens.sign(repl.token()));
                client.awaitReady();
                Thread.ofVirtual().start(() -> {
                    sendQuietly(client, many);
                    flooding.countDown();
                    repeat(1_000, client, many);
                });
            }
            assertThat(flooding.await(Person.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            try (Person other = Person.at(repl.token())) {
                assertThat(other.run("echo", "through")).isEqualTo("through\n");
            }
        });
    }

    @Test
    void tokensThatContradictEachOtherWriteLittle() throws Exception {
        try (TestRepl torn = TestRepl.named("torn")) {
            String one = Tokens.sign(torn.token().addFlags("one"));
            String other = Tokens.sign(torn.token().addFlags("other"));
            Person.at(torn.token().addFlags("one")).close();
            neighbour.livesThrough(() -> {
                WriteCount before = WriteCount.now();
                long start = System.nanoTime();
                for (int i = 0; i < 200; i++) {
                    upgraded(i % 2 == 0 ? other : one);
                }
                // One a second and three at once; the wait here is for what still waits there.
                try (Person late = Person.at(torn.token().addFlags("one"))) {
                    assertThat(late.isConnected()).isTrue();
                }
                long applied = WriteCount.now().since(before).entrySet().stream()
                        .filter(entry -> entry.getKey().endsWith(" repls"))
                        .mapToLong(Map.Entry::getValue)
                        .sum();
                // Each of the two replicas keeps its own count.
                long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds() + 1;
                assertThat(applied).isLessThanOrEqualTo(2 * (3 + seconds));
            });
        }
    }

    @Test
    void aMillionArgumentsHurtNobodyElseInTheRepl() throws Exception {
        byte[] exec = RawClient.frame(Command.newBuilder()
                .setChannel(1)
                .setExec(Exec.newBuilder().addAllArgs(Collections.nCopies(1_000_000, ""))));
        neighbour.livesThrough(() -> {
            try (Person other = Person.at(repl.token())) {
                for (int i = 0; i < 8; i++) {
                    RawClient client = upgraded(Tokens.sign(repl.token()));
                    client.awaitReady();
                    sendQuietly(client, exec);
                    assertThat(client.awaitClose()).isNotEqualTo(1000);
                }
                assertThat(other.run("echo", "here")).isEqualTo("here\n");
            }
        });
    }

    private RawClient upgraded(String token) throws IOException {
        RawClient client = RawClient.upgraded(Lab.url(), token);
        clients.add(client);
        return client;
    }

    private static void repeat(int times, RawClient client, byte[] bytes) {
        for (int i = 0; i < times && sendQuietly(client, bytes); i++) {
            // The other end says when it has enough.
        }
    }

    /** Whether it could be sent; the other end may well have closed it. */
    private static boolean sendQuietly(RawClient client, byte[] bytes) {
        try {
            client.send(bytes);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }
}
