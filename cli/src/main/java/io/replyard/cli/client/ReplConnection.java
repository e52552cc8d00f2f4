package io.replyard.cli.client;

import io.replyard.proto.session.CloseCode;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.OpenChannel;
import io.replyard.proto.wire.OpenChannelRes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * One WebSocket to one Repl. Safe for use by many threads. Listeners are called one frame at a time, in the order of
 * arrival; a listener must not wait for a reply of the same connection.
 *
 * <pre>{@code
 * try (var repl = ReplConnection.connect(URI.create("ws://localhost:4560"), token, command -> {})) {
 *     repl.awaitReady(Duration.ofMinutes(1));
 *     var channel = repl.openChannel("exec", "", OpenChannel.Action.CREATE, frames::add);
 *     Command reply = channel.request(Command.newBuilder().setExec(exec)).get();
 * }
 * }</pre>
 */
public final class ReplConnection implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration PING_INTERVAL = Duration.ofSeconds(15);

    /** Pings in a row without a sign of life before the connection counts as lost. */
    private static final int UNANSWERED_PINGS = 3;

    private static final int RADIX = 36;

    private final WebSocket socket;
    private final Inbox inbox;
    private final AtomicLong refs = new AtomicLong();
    private volatile boolean closing;

    private ReplConnection(WebSocket socket, Inbox inbox) {
        this.socket = socket;
        this.inbox = inbox;
    }

    /**
     * Connects and returns when the server has accepted the WebSocket. The token is judged after that: a refusal closes the
     * connection, see {@link #awaitReady}.
     *
     * @param url base address, {@code ws}, {@code wss}, {@code http} or {@code https}; a path in it is not used
     * @param control gets every command on channel 0 that answers no request: boot progress, states, toasts
     * @throws IOException when nobody answers there, or not with a WebSocket
     */
    public static ReplConnection connect(URI url, String token, Consumer<Command> control) throws IOException {
        return connect(url, token, control, PING_INTERVAL);
    }

    static ReplConnection connect(URI url, String token, Consumer<Command> control, Duration pingInterval)
            throws IOException {
        URI address = address(url, token);
        Inbox inbox = new Inbox(control);
        try {
            WebSocket socket = WebSocket.connect(address, CONNECT_TIMEOUT);
            ReplConnection connection = new ReplConnection(socket, inbox);
            socket.listen(inbox);
            Thread.ofVirtual().name("keepalive").start(() -> connection.keepAlive(pingInterval));
            return connection;
        } catch (IOException e) {
            throw new IOException(ConnectFailure.explain(url, e), e);
        }
    }

    /** Where a client with this token connects: {@code <scheme>://<authority>/wsv2/<token>}. */
    static URI address(URI url, String token) {
        String scheme = switch (String.valueOf(url.getScheme())) {
            case "ws", "http" -> "ws";
            case "wss", "https" -> "wss";
            default ->
                throw new IllegalArgumentException(
                        "address " + url + " must start with ws://, wss://, http:// or https://");
        };
        if (url.getRawAuthority() == null) {
            throw new IllegalArgumentException("address " + url + " has no host");
        }
        try {
            // This form escapes what a URI may not hold, so that the server gets to judge every token.
            return new URI(scheme, url.getRawAuthority(), "/wsv2/" + token, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("address " + url + ": " + e.getReason(), e);
        }
    }

    /**
     * Waits until the Repl can be used.
     *
     * @throws ConnectionClosedException when the server closed instead, which is how it refuses a token
     * @throws TimeoutException when the time is over; the connection stays open
     */
    public void awaitReady(Duration timeout) throws IOException, TimeoutException {
        await(inbox.ready(), timeout);
    }

    /** Completes when the connection has ended, however that came. */
    public CompletableFuture<CloseStatus> closed() {
        return inbox.closed().copy();
    }

    /**
     * Opens a channel to a service.
     *
     * @param name empty for an anonymous channel
     * @param listener gets everything on the channel that answers no request of {@link ReplChannel#request}
     * @throws ChannelRefusedException when the Repl does not open it
     * @throws ConnectionClosedException when the connection ends first
     */
    public ReplChannel openChannel(String service, String name, OpenChannel.Action action, Consumer<Command> listener)
            throws IOException {
        Inbox.Attached attached = new Inbox.Attached(listener, new CompletableFuture<>());
        String ref = newRef();
        CompletableFuture<Command> reply = inbox.expectChannel(ref, attached);
        OpenChannel open = OpenChannel.newBuilder()
                .setService(service)
                .setName(name)
                .setAction(action)
                .build();
        send(Command.newBuilder().setOpenChan(open).setRef(ref));
        OpenChannelRes result = await(reply).getOpenChanRes();
        if (result.getState() == OpenChannelRes.State.ERROR) {
            throw new ChannelRefusedException(service, result.getError());
        }
        return new ReplChannel(this, result.getId(), result.getState(), attached.closed());
    }

    /**
     * Sends a command with a ref of its own; the future holds the first command that comes back with it, whatever its body,
     * and fails with {@link ConnectionClosedException} when the connection ends first.
     */
    public CompletableFuture<Command> request(Command.Builder command) throws IOException {
        String ref = newRef();
        CompletableFuture<Command> reply = inbox.expectReply(ref);
        try {
            send(command.setRef(ref));
        } catch (IOException e) {
            inbox.forget(ref);
            throw e;
        }
        return reply;
    }

    /** Sends a command as it is, and returns when the network has taken it. */
    public void send(Command.Builder command) throws IOException {
        requireOpen();
        try {
            socket.send(command.build());
        } catch (IOException e) {
            // The end of the connection says more than the failure it leads to, and may still be on its way to us.
            isOverWithin(CLOSE_TIMEOUT);
            requireOpen();
            throw e;
        }
    }

    /** A network that is cut without a word would otherwise show only when TCP gives up, a quarter of an hour later. */
    private void keepAlive(Duration pingInterval) {
        int unanswered = 0;
        try {
            while (!isOverWithin(pingInterval)) {
                unanswered = inbox.heardSomething() ? 0 : unanswered + 1;
                if (unanswered > UNANSWERED_PINGS) {
                    long silence = pingInterval.multipliedBy(unanswered).toSeconds();
                    inbox.ended(new CloseStatus(CloseStatus.LOST, "nothing was heard for " + silence + " s"));
                    socket.abort();
                    return;
                }
                socket.ping();
            }
        } catch (IOException broken) {
            inbox.ended(new CloseStatus(CloseStatus.LOST, ConnectFailure.words(broken)));
        }
    }

    private boolean isOverWithin(Duration time) throws IOException {
        try {
            await(inbox.closed(), time);
            return true;
        } catch (TimeoutException stillOpen) {
            return false;
        }
    }

    private void requireOpen() throws ConnectionClosedException {
        if (closing) {
            throw new ConnectionClosedException(new CloseStatus(CloseCode.NORMAL, "by us"));
        }
        CloseStatus over = inbox.closed().getNow(null);
        if (over != null) {
            throw new ConnectionClosedException(over);
        }
    }

    /** Says good-bye, waits a moment for the answer, and drops the connection. */
    @Override
    public void close() {
        closing = true;
        // On a thread of its own: where the other side takes nothing, it would wait for ever.
        Thread.ofVirtual().name("closing").start(this::sayGoodBye);
        try {
            await(inbox.closed(), CLOSE_TIMEOUT);
        } catch (IOException | TimeoutException e) {
            inbox.ended(new CloseStatus(CloseStatus.LOST, "no answer to our close"));
        } finally {
            socket.abort();
        }
    }

    private void sayGoodBye() {
        try {
            socket.close();
        } catch (IOException broken) {
            inbox.ended(new CloseStatus(CloseStatus.LOST, ConnectFailure.words(broken)));
        }
    }

    static <T> T await(CompletableFuture<T> future) throws IOException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static <T> T await(CompletableFuture<T> future, Duration timeout) throws IOException, TimeoutException {
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static IOException failure(ExecutionException e) {
        return e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    }

    private static IOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted");
    }

    private String newRef() {
        return Long.toString(refs.incrementAndGet(), RADIX);
    }
}
