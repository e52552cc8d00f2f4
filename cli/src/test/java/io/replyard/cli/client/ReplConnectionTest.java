package io.replyard.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.replyard.proto.wire.BootStatus;
import io.replyard.proto.wire.CloseChannel;
import io.replyard.proto.wire.CloseChannelRes;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.Exec;
import io.replyard.proto.wire.OpenChannel.Action;
import io.replyard.proto.wire.OpenChannelRes;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplConnectionTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final FakeRepl repl = FakeRepl.start();
    private final List<Command> control = new CopyOnWriteArrayList<>();
    private final LinkedBlockingQueue<Command> frames = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        repl.close();
    }

    private ReplConnection ready() throws Exception {
        ReplConnection connection = ReplConnection.connect(repl.url(), "a-token", control::add);
        connection.awaitReady(LONG);
        return connection;
    }

    private ReplChannel exec(ReplConnection connection) throws IOException {
        return connection.openChannel("exec", "", Action.CREATE, frames::add);
    }

    private static Exec.Builder program(String... args) {
        return Exec.newBuilder().addAllArgs(List.of(args));
    }

    @ParameterizedTest
    @CsvSource({
        "ws://host:4560,          ws://host:4560/wsv2/t.o-k_n",
        "http://host,             ws://host/wsv2/t.o-k_n",
        "https://host/some/path,  wss://host/wsv2/t.o-k_n",
        "wss://[::1]:1/?q#f,      wss://[::1]:1/wsv2/t.o-k_n"
    })
    void theTokenReplacesThePath(URI url, String expected) {
        assertThat(ReplConnection.address(url, "t.o-k_n")).hasToString(expected);
    }

    @Test
    void aTokenThatIsNoneStillReachesTheServer() {
        assertThat(ReplConnection.address(URI.create("ws://h"), "bad token")).hasToString("ws://h/wsv2/bad%20token");
    }

    @ParameterizedTest
    @CsvSource({"ftp://host", "host", "ws:host", "/path"})
    void anAddressThatIsNoneIsRefused(URI url) {
        assertThatThrownBy(() -> ReplConnection.address(url, "t"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(url.toString());
    }

    @Test
    void bootStagesAreSeenBeforeReady() throws Exception {
        try (ReplConnection connection = ready()) {
            assertThat(control)
                    .filteredOn(Command::hasBootStatus)
                    .extracting(c -> c.getBootStatus().getStage())
                    .containsExactly(
                            BootStatus.Stage.HANDSHAKE,
                            BootStatus.Stage.ACQUIRING,
                            BootStatus.Stage.LOAD_BLOCK,
                            BootStatus.Stage.COMPLETE);
            assertThat(repl.paths()).containsExactly("/wsv2/a-token");
            assertThat(connection.closed()).isNotDone();
        }
    }

    @Test
    void aRefusalCarriesCodeAndReason() throws Exception {
        try (ReplConnection connection = ReplConnection.connect(repl.url(), "refused", control::add)) {
            CloseStatus status = new CloseStatus(1008, "exp: the token expired; ask for a new one");
            assertThatThrownBy(() -> connection.awaitReady(LONG))
                    .isInstanceOfSatisfying(
                            ConnectionClosedException.class,
                            e -> assertThat(e.status()).isEqualTo(status))
                    .hasMessage("refused: exp: the token expired; ask for a new one (1008)");
            assertThat(connection.closed()).isCompletedWithValue(status);
            assertThat(status.kind()).isEqualTo(CloseStatus.Kind.REFUSED);
        }
    }

    @Test
    void aReplThatIsNotReadyInTimeLeavesTheConnectionOpen() throws Exception {
        try (ReplConnection connection = ReplConnection.connect(repl.url(), "asleep", control::add)) {
            assertThatThrownBy(() -> connection.awaitReady(Duration.ofMillis(50)))
                    .isInstanceOf(TimeoutException.class);
            assertThat(connection.closed()).isNotDone();
        }
    }

    @Test
    void whereNobodyListensTheMessageNamesTheAddress() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        URI url = URI.create("ws://127.0.0.1:" + port);
        assertThatThrownBy(() -> ReplConnection.connect(url, "t", control::add))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot connect to " + url + ": nobody answers there");
    }

    @Test
    void repliesGoToTheirRequestAndTheRestToTheListener() throws Exception {
        try (ReplConnection connection = ready()) {
            ReplChannel channel = exec(connection);
            assertThat(channel.id()).isEqualTo(FakeRepl.CHANNEL);
            assertThat(channel.state()).isEqualTo(OpenChannelRes.State.CREATED);
            Command reply = channel.exec(program("echo", "hello", "there")).get(30, TimeUnit.SECONDS);
            assertThat(reply.hasOk()).isTrue();
            // Ordered: the output is there when the reply is.
            assertThat(frames).extracting(Command::getOutput).containsExactly("hello there\n");
        }
    }

    @Test
    void standardInputEndsWithInputClose() throws Exception {
        try (ReplConnection connection = ready()) {
            ReplChannel channel = exec(connection);
            var reply = channel.exec(program("cat").setLifecycle(Exec.Lifecycle.STDIN));
            channel.input(ByteString.copyFromUtf8("grüße, "));
            channel.input(ByteString.copyFromUtf8("𝄞\n"));
            channel.closeInput();
            assertThat(reply.get(30, TimeUnit.SECONDS).hasOk()).isTrue();
            assertThat(frames)
                    .extracting(frame -> frame.getRecv().getBuff().toStringUtf8())
                    .containsExactly("grüße, 𝄞\n");
        }
    }

    @Test
    void aMessageInManyFramesIsOneCommand() throws Exception {
        try (ReplConnection connection = ready()) {
            exec(connection).exec(program("big")).get(30, TimeUnit.SECONDS);
            assertThat(frames).extracting(c -> c.getOutput().length()).containsExactly(1 << 20);
        }
    }

    @Test
    void aMessageBeyondTheLimitEndsTheConnection() throws Exception {
        try (ReplConnection connection = ready()) {
            var reply = exec(connection).exec(program("huge"));
            assertThatThrownBy(() -> reply.get(30, TimeUnit.SECONDS)).hasMessageContaining("more than 16777216 bytes");
            assertThat(frames).isEmpty();
        }
    }

    @Test
    void aServiceThatIsNotThereSaysSo() throws Exception {
        try (ReplConnection connection = ready()) {
            assertThatThrownBy(() -> connection.openChannel("teapot", "", Action.CREATE, frames::add))
                    .isInstanceOf(ChannelRefusedException.class)
                    .hasMessage("service teapot: no service teapot");
        }
    }

    @Test
    void whatComesRightAfterTheChannelIsNotLost() throws Exception {
        try (ReplConnection connection = ready()) {
            connection.openChannel("shell", "", Action.CREATE, frames::add);
            assertThat(frames.poll(30, TimeUnit.SECONDS))
                    .extracting(Command::getOutput)
                    .isEqualTo("$ ");
        }
    }

    @Test
    void aChannelCanBeClosedFromBothEnds() throws Exception {
        try (ReplConnection connection = ready()) {
            ReplChannel first = exec(connection);
            assertThat(first.close(CloseChannel.Action.TRY_CLOSE)).isEqualTo(CloseChannelRes.Status.CLOSE);
            assertThat(first.closed()).isCompletedWithValue(CloseChannelRes.Status.CLOSE);

            ReplChannel second = exec(connection);
            second.send(Command.newBuilder().setExec(program("close-channel")));
            assertThat(second.closed().get(30, TimeUnit.SECONDS)).isEqualTo(CloseChannelRes.Status.CLOSE);
        }
    }

    @Test
    void theEndOfTheConnectionEndsEverythingThatWaits() throws Exception {
        try (ReplConnection connection = ready()) {
            ReplChannel channel = exec(connection);
            var reply = channel.exec(program("drop"));
            assertThatThrownBy(() -> reply.get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .asInstanceOf(InstanceOfAssertFactories.type(ConnectionClosedException.class))
                    .extracting(ConnectionClosedException::status)
                    .isEqualTo(new CloseStatus(1001, "Repl is stopping"));
            assertThat(channel.closed()).isCompletedExceptionally();
            assertThatThrownBy(() -> channel.input("more")).isInstanceOf(ConnectionClosedException.class);
            assertThatThrownBy(() -> exec(connection)).isInstanceOf(ConnectionClosedException.class);
        }
    }

    @Test
    void silenceEndsTheConnection() throws Exception {
        try (ReplConnection connection =
                ReplConnection.connect(repl.url(), "mute", control::add, Duration.ofMillis(250))) {
            connection.awaitReady(LONG);
            assertThat(connection.closed().get(30, TimeUnit.SECONDS))
                    .isEqualTo(new CloseStatus(CloseStatus.LOST, "nothing was heard for 1 s"));
        }
    }

    @Test
    void pongsKeepAQuietConnectionAndABusyListenerIsNoSilence() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        try (ReplConnection connection =
                ReplConnection.connect(repl.url(), "t", control::add, Duration.ofMillis(500))) {
            connection.awaitReady(LONG);
            repl.awaitPings(6);
            ReplChannel channel = connection.openChannel("exec", "", Action.CREATE, frame -> await(released));
            var reply = channel.exec(program("echo", "hello"));
            repl.awaitPings(6);
            assertThat(connection.closed()).isNotDone();
            released.countDown();
            assertThat(reply.get(30, TimeUnit.SECONDS).hasOk()).isTrue();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aListenerThatFailsEndsTheConnectionWithItsReason() throws Exception {
        try (ReplConnection connection = ready()) {
            ReplChannel channel = connection.openChannel("exec", "", Action.CREATE, frame -> {
                throw new IllegalStateException("disk full");
            });
            var reply = channel.exec(program("echo"));
            assertThatThrownBy(() -> reply.get(30, TimeUnit.SECONDS)).hasMessageContaining("disk full");
        }
    }
}
