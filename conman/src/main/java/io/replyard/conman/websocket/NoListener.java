package io.replyard.conman.websocket;

import io.netty.buffer.ByteBuf;
import io.replyard.proto.session.CloseReason;

/** For a socket that is held until somebody takes it over, or is being closed. */
public final class NoListener implements WebSocket.Listener {
    @Override
    public void begins(long declared) {
        // Held, or thrown away.
    }

    @Override
    public void part(ByteBuf bytes, boolean last) {
        // Held, or thrown away.
    }

    @Override
    public void pause() {
        // Nothing was written to anybody.
    }

    @Override
    public void violation(CloseReason reason) {
        // It is being closed already.
    }

    @Override
    public void writable() {
        // Nothing was held back for it.
    }

    @Override
    public void gone(String reason) {
        // As it should be.
    }
}
