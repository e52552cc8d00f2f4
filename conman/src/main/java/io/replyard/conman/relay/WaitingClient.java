package io.replyard.conman.relay;

import io.replyard.proto.session.CloseReason;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client whose session is not READY: there is nobody yet to give its frames to. The one that comes is kept, and nothing more is
 * read until then. Confined to the socket's event loop.
 */
public final class WaitingClient implements Peer.Listener {
    private final Peer peer;
    private final Relay.Listener ends;
    private @Nullable Buffer early;

    /**
     * Takes over the socket of a request that was upgraded; on its event loop, before anything was read.
     *
     * @param ends told when the client leaves or breaks the protocol
     */
    public WaitingClient(Vertx vertx, HttpServerRequest request, ServerWebSocket socket, Relay.Listener ends) {
        this.ends = ends;
        this.peer = Peer.ofClient(vertx, request, socket, this);
    }

    /** The client's socket. */
    public Peer peer() {
        return peer;
    }

    /** The session is READY: {@code relay} gets what was kept, and reading goes on. */
    void ready(Consumer<Buffer> relay) {
        if (early != null) {
            relay.accept(early);
            early = null;
        }
        peer.release(Peer.Hold.NOT_READY);
    }

    @Override
    public void message(Buffer message) {
        early = message;
        peer.hold(Peer.Hold.NOT_READY);
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
        early = null;
        ends.clientGone();
    }
}
