package io.replyard.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.replyard.cli.client.CloseStatus;
import io.replyard.cli.client.ReplChannel;
import io.replyard.cli.client.ReplConnection;
import io.replyard.proto.claims.ReplToken;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.Exec;
import io.replyard.proto.wire.OpenChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Somebody with a token and a connection, who remembers what was said on channel 0. */
final class Person implements AutoCloseable {
    /** No test waits longer for anything; far above what any step takes, so that only a hang runs into it. */
    static final Duration PATIENCE = Duration.ofSeconds(90);

    private final ReplConnection connection;
    private final List<Command> said;

    private Person(ReplConnection connection, List<Command> said) {
        this.connection = connection;
        this.said = said;
    }

    /** Presents a token and waits for nothing. */
    static Person with(String token) throws IOException {
        List<Command> said = new CopyOnWriteArrayList<>();
        return new Person(ReplConnection.connect(Lab.url(), token, said::add), said);
    }

    /** Presents a good token and waits until the Repl is ready. */
    static Person at(ReplToken.Builder token) throws IOException, TimeoutException {
        Person person = with(Tokens.sign(token));
        person.connection.awaitReady(PATIENCE);
        return person;
    }

    /** Waits for the server to end the connection. */
    CloseStatus awaitClose() throws Exception {
        return connection.closed().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    boolean isConnected() {
        return !connection.closed().isDone();
    }

    /** What came on channel 0 without being asked for. */
    List<Command> said() {
        return said;
    }

    void awaitSaid(String what, Predicate<Command> predicate) {
        await(what).atMost(PATIENCE).until(() -> said.stream().anyMatch(predicate));
    }

    ReplConnection connection() {
        return connection;
    }

    ReplChannel open(String service) throws IOException {
        return open(service, command -> {});
    }

    ReplChannel open(String service, Consumer<Command> listener) throws IOException {
        return connection.openChannel(service, "", OpenChannel.Action.CREATE, listener);
    }

    /** One request on a channel. */
    static Command ask(ReplChannel channel, Command.Builder request) throws Exception {
        return channel.request(request).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Runs a command to its end. */
    Outcome exec(String... command) throws Exception {
        StringBuilder output = new StringBuilder();
        // One frame at a time, and the reply completes the future after the last of them.
        ReplChannel channel = open("exec", frame -> output.append(frame.getOutput()));
        Command reply =
                ask(channel, Command.newBuilder().setExec(Exec.newBuilder().addAllArgs(List.of(command))));
        return new Outcome(output.toString(), reply.hasOk() ? "ok" : reply.getError());
    }

    /** Starts a command and waits until it says so. */
    void start(String sign, String... command) throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        var _ = open("exec", frame -> {
                    if (frame.getOutput().contains(sign)) {
                        started.countDown();
                    }
                })
                .exec(Exec.newBuilder().addAllArgs(List.of(command)));
        assertThat(started.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    /** Runs a command that must succeed, and returns its output. */
    String run(String... command) throws Exception {
        Outcome outcome = exec(command);
        assertThat(outcome.verdict()).as(outcome.output()).isEqualTo("ok");
        return outcome.output();
    }

    @Override
    public void close() {
        connection.close();
    }

    /**
     * How a command ended.
     *
     * @param output both streams
     * @param verdict {@code ok}, or the text of the error
     */
    record Outcome(String output, String verdict) {}
}
