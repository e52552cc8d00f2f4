package io.replyard.conman.relay;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.replyard.proto.session.CloseReason;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.http.impl.WebSocketInternal;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.EnumSet;
import java.util.Set;

/**
 * One WebSocket of a connection, with back-pressure that holds. Everything happens on the socket's event loop.
 *
 * <p>Vert.x' own pause still accepts sixteen frames, each up to the size limit, before it stops reading, and answers pings
 * without asking whether anybody reads the answers. Here the channel itself stops reading at once, and a ping is answered
 * only while the other end takes what it is sent.
 */
public final class Peer {
    /** Why nothing is read from a socket. */
    enum Hold {
        /** The session is not open yet. */
        NOT_READY,
        /** The other side of the relay does not take more. */
        OTHER_SIDE_FULL,
        /** This side itself does not take the answers to its pings. */
        ANSWERS_FULL
    }

    /** What a socket reports. After {@link #gone} nothing more comes. */
    interface Listener {
        /** A whole binary message. The buffer is the listener's. */
        void message(Buffer message);

        /** The other end broke the rules; it should be closed with this. */
        void violation(CloseReason reason);

        /** There is room to send again. */
        void writable();

        /** The socket is closed, by whomever; {@code reason} is what the other end said, if anything. */
        void gone(String reason);
    }

    private static final long FORCED_CLOSE_MS = 3_000;

    private final WebSocketBase socket;
    private final Channel channel;
    private final Vertx vertx;
    private final Set<Hold> holds = EnumSet.noneOf(Hold.class);
    private Listener listener;
    private boolean closed;
    private boolean gone;
    private long lastHeard = System.nanoTime();

    /** Takes over the socket of a request that was upgraded; on its event loop, before anything was read. */
    static Peer ofClient(Vertx vertx, HttpServerRequest request, ServerWebSocket socket, Listener listener) {
        // The socket itself may be a wrapper that does not show its channel.
        return new Peer(vertx, socket, ((ConnectionBase) request.connection()).channelHandlerContext(), listener);
    }

    /** Takes over a socket that was opened from here; on its event loop, before anything was read. */
    static Peer ofContainer(Vertx vertx, WebSocket socket, Listener listener) {
        return new Peer(vertx, socket, ((WebSocketInternal) socket).channelHandlerContext(), listener);
    }

    private Peer(Vertx vertx, WebSocketBase socket, ChannelHandlerContext context, Listener listener) {
        this.vertx = vertx;
        this.socket = socket;
        this.listener = listener;
        this.channel = context.channel();
        channel.pipeline().addBefore(context.name(), "unread-pings", new UnreadPings());
        Messages messages =
                new Messages(message -> this.listener.message(message), reason -> this.listener.violation(reason));
        socket.frameHandler(frame -> {
            lastHeard = System.nanoTime();
            if (open()) {
                messages.take(frame);
            }
        });
        socket.pongHandler(data -> lastHeard = System.nanoTime());
        socket.drainHandler(v -> drained());
        // The close that follows tells everything that matters.
        socket.exceptionHandler(e -> {});
        socket.closeHandler(v -> goneNow());
    }

    /** Reports to another listener from now on. */
    void listen(Listener next) {
        listener = next;
    }

    Vertx vertx() {
        return vertx;
    }

    /** Sends a message, or does nothing when the socket is closed. Ask {@link #full} afterwards. */
    public void send(Buffer message) {
        if (open()) {
            socket.writeBinaryMessage(message);
        }
    }

    /** Whether what was sent waits for the other end to read. */
    public boolean full() {
        return open() && !channel.isWritable();
    }

    /** Whether anything can still be sent. */
    boolean open() {
        return !closed && !gone;
    }

    /** Stops reading, for this reason too. */
    void hold(Hold reason) {
        if (holds.add(reason) && holds.size() == 1) {
            socket.pause();
            channel.config().setAutoRead(false);
        }
    }

    /** Reads again once no reason is left not to. */
    void release(Hold reason) {
        if (holds.remove(reason) && holds.isEmpty()) {
            // Silence while nothing was read says nothing.
            lastHeard = System.nanoTime();
            channel.config().setAutoRead(true);
            socket.resume();
        }
    }

    /** Whether the other end has had nothing to say for that long although it was listened to. */
    boolean silentFor(long nanos) {
        return holds.isEmpty() && System.nanoTime() - lastHeard > nanos;
    }

    /** Sends a ping, unless what was sent before still waits. */
    void ping() {
        if (open() && !full()) {
            socket.writePing(Buffer.buffer());
        }
    }

    /** Closes with this reason; by force when the other end does not play along within seconds. */
    public void close(CloseReason reason) {
        if (!open()) {
            return;
        }
        closed = true;
        socket.close((short) reason.code(), reason.text());
        // The answer to the close frame has to be read.
        holds.clear();
        channel.config().setAutoRead(true);
        socket.resume();
        vertx.setTimer(FORCED_CLOSE_MS, id -> {
            var _ = channel.close();
        });
    }

    private void drained() {
        if (open() && channel.isWritable()) {
            lastHeard = System.nanoTime();
            listener.writable();
        }
    }

    private void goneNow() {
        if (!gone) {
            gone = true;
            String reason = socket.closeReason();
            listener.gone(reason == null ? "" : reason);
        }
    }
}
