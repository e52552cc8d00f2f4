package io.replyard.conman.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.replyard.conman.Loop;
import io.replyard.conman.websocket.Hold;
import io.replyard.conman.websocket.Pace;
import io.replyard.conman.websocket.WebSocket;
import io.replyard.proto.session.CloseReason;
import io.replyard.proto.session.SessionProtocol;
import org.jspecify.annotations.Nullable;

/**
 * A client whose session is not READY: there is nobody yet to give its messages to. The one that comes is kept, if it is short, and nothing more is
 * read until then. Confined to the socket's event loop.
 */
public final class WaitingClient implements WebSocket.Listener {
    private final WebSocket socket;
    private final Relay.Listener ends;
    private final Messages messages;
    private @Nullable ByteBuf early;

    /**
     * Takes over a channel whose client has been answered with 101; the socket is still to be added to its pipeline.
     *
     * @param pace how fast frames may come
     * @param ends told when the client leaves or breaks the protocol
     */
    public WaitingClient(Loop loop, Channel channel, Pace pace, Relay.Listener ends) {
        this.ends = ends;
        this.socket = new WebSocket(loop, channel, true, Messages.SHORT, this);
        this.messages = new Messages(channel.alloc(), new Keeper());
        socket.pace(pace);
    }

    /** The client's socket. */
    public WebSocket socket() {
        return socket;
    }

    /** The session is READY: {@code relay} gets what was kept, and reading goes on. */
    void ready(Messages.Sink relay) {
        messages.to(relay);
        if (early != null) {
            relay.whole(early);
            early.release();
            early = null;
        }
        socket.limit(SessionProtocol.MAX_MESSAGE_BYTES);
        socket.release(Hold.NOT_READY);
    }

    @Override
    public void begins(long declared) {
        messages.begins(declared);
    }

    @Override
    public void part(ByteBuf bytes, boolean last) {
        messages.part(bytes, last);
    }

    @Override
    public void pause() {
        // Nothing was written to anybody.
    }

    @Override
    public void violation(CloseReason reason) {
        ends.clientFault(reason);
    }

    @Override
    public void writable() {
        // Nothing was held back for it.
    }

    @Override
    public void gone(String reason) {
        messages.release();
        if (early != null) {
            early.release();
            early = null;
        }
        ends.clientGone();
    }

    private final class Keeper implements Messages.Sink {
        @Override
        public void whole(ByteBuf message) {
            early = message.alloc().buffer(message.readableBytes()).writeBytes(message);
            socket.hold(Hold.NOT_READY);
        }

        @Override
        public void piece(ByteBuf piece, boolean first, boolean last) {
            throw new IllegalStateException("the limit of the socket is a short message");
        }
    }
}
