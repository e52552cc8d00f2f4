package io.replyard.cli.client;

import com.google.protobuf.InvalidProtocolBufferException;
import io.replyard.proto.wire.CloseChannelRes;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.ContainerState;
import io.replyard.proto.wire.OpenChannelRes;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * What comes in: frames become Commands, and each goes to the request it answers, or to the listener of its channel. The
 * WebSocket calls from one thread, and reads the next message only after the last was handled.
 */
final class Inbox implements WebSocket.Listener {
    /** A channel that is open on this connection. */
    record Attached(Consumer<Command> listener, CompletableFuture<CloseChannelRes.Status> closed) {}

    private final Consumer<Command> control;
    private final Map<String, CompletableFuture<Command>> requests = new ConcurrentHashMap<>();
    private final Map<String, Attached> openings = new ConcurrentHashMap<>();
    private final Map<Integer, Attached> channels = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<CloseStatus> closed = new CompletableFuture<>();
    private final AtomicBoolean heard = new AtomicBoolean();
    private volatile boolean busy;

    Inbox(Consumer<Command> control) {
        this.control = control;
    }

    CompletableFuture<Void> ready() {
        return ready;
    }

    CompletableFuture<CloseStatus> closed() {
        return closed;
    }

    /** Must be called before the request is sent. */
    CompletableFuture<Command> expectReply(String ref) {
        CompletableFuture<Command> reply = new CompletableFuture<>();
        requests.put(ref, reply);
        CloseStatus over = closed.getNow(null);
        if (over != null) {
            // ended() may have looked through the map just before.
            reply.completeExceptionally(new ConnectionClosedException(over));
        }
        return reply;
    }

    /** As {@link #expectReply}, for openChan: the channel's first frames may arrive together with the reply. */
    CompletableFuture<Command> expectChannel(String ref, Attached channel) {
        openings.put(ref, channel);
        return expectReply(ref);
    }

    /** Whether anything came since the last call, or could not come because a listener is still busy with the last frame. */
    boolean heardSomething() {
        return heard.getAndSet(false) || busy;
    }

    void forget(String ref) {
        requests.remove(ref);
        openings.remove(ref);
    }

    @Override
    public void heard() {
        heard.set(true);
    }

    @Override
    public void message(ByteBuffer message) {
        busy = true;
        try {
            dispatch(Command.parseFrom(message));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the server sent a frame that is no Command", e);
        } finally {
            busy = false;
        }
    }

    /** The first end counts. */
    @Override
    public void ended(CloseStatus status) {
        ConnectionClosedException cause = new ConnectionClosedException(status);
        closed.complete(status);
        ready.completeExceptionally(cause);
        requests.values().forEach(reply -> reply.completeExceptionally(cause));
        requests.clear();
        openings.clear();
        channels.values().forEach(channel -> channel.closed().completeExceptionally(cause));
        channels.clear();
    }

    private void dispatch(Command command) {
        if (command.hasOpenChanRes()) {
            attach(command);
        }
        if (command.hasCloseChanRes()) {
            detach(command.getCloseChanRes());
        }
        CompletableFuture<Command> request = command.getRef().isEmpty() ? null : requests.remove(command.getRef());
        if (request != null) {
            request.complete(command);
        } else if (command.getChannel() == 0) {
            control.accept(command);
        } else {
            Attached channel = channels.get(command.getChannel());
            if (channel != null) {
                channel.listener().accept(command);
            }
        }
        if (command.getContainerState().getState() == ContainerState.State.READY) {
            ready.complete(null);
        }
    }

    private void attach(Command command) {
        Attached channel = openings.remove(command.getRef());
        OpenChannelRes result = command.getOpenChanRes();
        if (channel != null && result.getState() != OpenChannelRes.State.ERROR) {
            channels.put(result.getId(), channel);
        }
    }

    private void detach(CloseChannelRes result) {
        Attached channel = channels.remove(result.getId());
        if (channel != null) {
            channel.closed().complete(result.getStatus());
        }
    }
}
