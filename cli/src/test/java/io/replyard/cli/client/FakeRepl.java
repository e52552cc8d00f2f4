package io.replyard.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.replyard.proto.session.SessionProtocol;
import io.replyard.proto.wire.BootStatus;
import io.replyard.proto.wire.CloseChannelRes;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.ContainerState;
import io.replyard.proto.wire.Exec;
import io.replyard.proto.wire.OK;
import io.replyard.proto.wire.OpenChannelRes;
import io.replyard.proto.wire.Recv;
import io.replyard.proto.wire.Redirect;
import io.replyard.proto.wire.Toast;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A WebSocket server on a real port with a Repl's manners. The token says how it behaves: {@code refused} closes with 1008,
 * {@code hostile} too, with escape sequences in its reason and a toast before it, {@code broken} closes with 1014 when it has
 * begun to wake up, {@code asleep} never gets ready, {@code elsewhere} sends the client to another server, {@code mute} hears nothing more once it is, everything else boots. Its shell echoes, and ends with Control-D. Its programs are few, see {@link #exec}.
 */
public final class FakeRepl implements AutoCloseable {
    /** The channel that openChan gives out. */
    public static final int CHANNEL = 7;

    /** Clears the screen, sets the title of the window, and forges a line. */
    public static final String ESCAPES = "a\u001b[2Jb\u001b]0;title\u0007c\nreplyard: \u009b31md\u202e";

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final List<Command> received = new CopyOnWriteArrayList<>();
    private final List<String> paths = new CopyOnWriteArrayList<>();
    private final Semaphore pings = new Semaphore(0);
    private final Semaphore ends = new Semaphore(0);
    private final List<ByteString> pipe = new ArrayList<>();
    private Command running = Command.getDefaultInstance();

    private FakeRepl(HttpServerOptions options) {
        server = vertx.createHttpServer(options)
                .webSocketHandler(this::serve)
                .requestHandler(request -> request.response().setStatusCode(404).end());
    }

    public static FakeRepl start() {
        FakeRepl repl = new FakeRepl(new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(0)
                .setMaxWebSocketFrameSize(1 << 20)
                .setMaxWebSocketMessageSize(1 << 20));
        repl.server.listen().toCompletionStage().toCompletableFuture().join();
        return repl;
    }

    public URI url() {
        return URI.create("ws://127.0.0.1:" + server.actualPort());
    }

    /** Everything clients sent, in order. */
    public List<Command> received() {
        return received;
    }

    public List<String> paths() {
        return paths;
    }

    /** Waits until this many more pings have come. */
    void awaitPings(int count) throws InterruptedException {
        assertThat(pings.tryAcquire(count, 30, TimeUnit.SECONDS)).isTrue();
    }

    /** Waits until a client that was served has gone. */
    public void awaitEnd() throws InterruptedException {
        assertThat(ends.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void serve(ServerWebSocket socket) {
        paths.add(socket.path());
        if (socket.path().endsWith("/refused")) {
            socket.close((short) 1008, "exp: the token expired; ask for a new one");
            return;
        }
        if (socket.path().endsWith("/hostile")) {
            send(socket, Command.newBuilder().setToast(Toast.newBuilder().setText(ESCAPES)));
            socket.close((short) 1008, ESCAPES);
            return;
        }
        socket.closeHandler(v -> ends.release());
        socket.frameHandler(frame -> {
            if (frame.isPing()) {
                pings.release();
            }
        });
        socket.binaryMessageHandler(frame -> handle(socket, parse(frame)));
        boot(socket, BootStatus.Stage.HANDSHAKE);
        boot(socket, BootStatus.Stage.ACQUIRING);
        if (socket.path().endsWith("/elsewhere")) {
            send(socket, Command.newBuilder().setRedirect(Redirect.newBuilder().setUrl("wss://other.example")));
            return;
        }
        if (socket.path().endsWith("/broken")) {
            socket.close((short) 1014, "ImagePullFailed: no such image");
            return;
        }
        if (socket.path().endsWith("/asleep")) {
            return;
        }
        boot(socket, BootStatus.Stage.LOAD_BLOCK);
        boot(socket, BootStatus.Stage.COMPLETE);
        send(
                socket,
                Command.newBuilder()
                        .setContainerState(ContainerState.newBuilder().setState(ContainerState.State.READY)));
        if (socket.path().endsWith("/mute")) {
            socket.pause();
        }
    }

    private void handle(ServerWebSocket socket, Command command) {
        received.add(command);
        switch (command.getBodyCase()) {
            case OPENCHAN -> open(socket, command);
            case CLOSECHAN ->
                send(socket, closed(command.getCloseChan().getId()).setRef(command.getRef()));
            case EXEC -> exec(socket, command);
            case SEND -> pipe.add(command.getSend().getBuff());
            case INPUT -> {
                if (command.getInput().equals("\u0004")) {
                    socket.close((short) 1001, "Repl is stopping");
                } else {
                    output(socket, command.getInput());
                }
            }
            case INPUTCLOSE -> {
                raw(socket, ByteString.copyFrom(pipe));
                ok(socket, running);
            }
            default -> {}
        }
    }

    private void open(ServerWebSocket socket, Command command) {
        OpenChannelRes.Builder result = OpenChannelRes.newBuilder();
        String service = command.getOpenChan().getService();
        if (service.equals("exec") || service.equals("shell")) {
            result.setId(CHANNEL);
        } else {
            result.setState(OpenChannelRes.State.ERROR).setError("no service " + service);
        }
        send(socket, Command.newBuilder().setOpenChanRes(result).setRef(command.getRef()));
        if (service.equals("shell")) {
            output(socket, "$ ");
        }
    }

    private String program() {
        return running.getExec().getArgsList().stream().findFirst().orElse("");
    }

    /** Programs: echo, cat (which waits for input only when it was promised), exit, fail (with these words), kill, big, huge (beyond the limit of a message), flood (without an end), drop, close-channel. */
    private void exec(ServerWebSocket socket, Command command) {
        Exec exec = command.getExec();
        running = command;
        switch (program()) {
            case "echo" -> {
                output(socket, String.join(" ", exec.getArgsList().subList(1, exec.getArgsCount())) + "\n");
                ok(socket, command);
            }
            case "cat" -> {
                if (exec.getLifecycle() != Exec.Lifecycle.STDIN) {
                    ok(socket, command);
                }
            }
            case "exit" -> error(socket, command, "exit status " + exec.getArgs(1));
            case "fail" -> error(socket, command, exec.getArgs(1));
            case "flood" -> flood(socket);
            case "kill" -> error(socket, command, "signal: killed");
            case "big" -> {
                output(socket, "x".repeat(1 << 20));
                ok(socket, command);
            }
            case "huge" -> output(socket, "x".repeat(SessionProtocol.MAX_MESSAGE_BYTES));
            case "drop" -> socket.close((short) 1001, "Repl is stopping");
            case "close-channel" -> send(socket, closed(CHANNEL));
            default -> error(socket, command, "exec: \"" + program() + "\": executable file not found in $PATH");
        }
    }

    private static void flood(ServerWebSocket socket) {
        while (!socket.isClosed() && !socket.writeQueueFull()) {
            output(socket, "flood\n".repeat(1000));
        }
        if (!socket.isClosed()) {
            socket.drainHandler(v -> flood(socket));
        }
    }

    private static Command.Builder closed(int channel) {
        return Command.newBuilder()
                .setCloseChanRes(CloseChannelRes.newBuilder().setId(channel).setStatus(CloseChannelRes.Status.CLOSE));
    }

    private static void boot(ServerWebSocket socket, BootStatus.Stage stage) {
        send(socket, Command.newBuilder().setBootStatus(BootStatus.newBuilder().setStage(stage)));
    }

    private static void output(ServerWebSocket socket, String text) {
        send(socket, Command.newBuilder().setChannel(CHANNEL).setOutput(text));
    }

    private static void raw(ServerWebSocket socket, ByteString bytes) {
        send(
                socket,
                Command.newBuilder()
                        .setChannel(CHANNEL)
                        .setRecv(Recv.newBuilder().setBuff(bytes)));
    }

    private static void ok(ServerWebSocket socket, Command request) {
        send(
                socket,
                Command.newBuilder()
                        .setChannel(CHANNEL)
                        .setOk(OK.getDefaultInstance())
                        .setRef(request.getRef()));
    }

    private static void error(ServerWebSocket socket, Command request, String text) {
        send(socket, Command.newBuilder().setChannel(CHANNEL).setError(text).setRef(request.getRef()));
    }

    private static void send(ServerWebSocket socket, Command.Builder command) {
        socket.writeBinaryMessage(Buffer.buffer(command.build().toByteArray()));
    }

    private static Command parse(Buffer frame) {
        try {
            return Command.parseFrom(frame.getBytes());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("the client sent no Command", e);
        }
    }
}
