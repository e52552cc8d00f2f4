package io.replyard.conman.relay;

import io.replyard.proto.session.SessionProtocol;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.WebSocketClientOptions;

/** How Vert.x must be set up on both sides of a relay. */
public final class WireLimits {
    /** Certificate-chained tokens make long request lines. */
    private static final int MAX_REQUEST_LINE = 128 * 1024;

    /**
     * Fixed kernel buffers, bytes. Left alone the kernel lets each grow to as much as 32 MiB, memory that counts as conman's.
     */
    private static final int SOCKET_BUFFER = 256 * 1024;

    private static final int CONNECT_TIMEOUT_MS = 2_000;
    private static final int CLOSING_TIMEOUT_S = 3;

    private WireLimits() {}

    /**
     * The public port. Compression stays off: it costs a client-sized window per connection, and a small frame could unfold to a large one.
     */
    public static HttpServerOptions server(HttpServerOptions options) {
        options.setReceiveBufferSize(SOCKET_BUFFER).setSendBufferSize(SOCKET_BUFFER);
        return options.setMaxInitialLineLength(MAX_REQUEST_LINE)
                .setMaxWebSocketFrameSize(SessionProtocol.MAX_MESSAGE_BYTES)
                .setMaxWebSocketMessageSize(SessionProtocol.MAX_MESSAGE_BYTES)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setRegisterWebSocketWriteHandlers(false)
                .setWebSocketClosingTimeout(CLOSING_TIMEOUT_S);
    }

    /** The way to pid1. */
    public static WebSocketClientOptions client() {
        WebSocketClientOptions options = new WebSocketClientOptions();
        options.setReceiveBufferSize(SOCKET_BUFFER).setSendBufferSize(SOCKET_BUFFER);
        return options.setConnectTimeout(CONNECT_TIMEOUT_MS)
                .setMaxFrameSize(SessionProtocol.MAX_MESSAGE_BYTES)
                .setMaxMessageSize(SessionProtocol.MAX_MESSAGE_BYTES)
                .setMaxConnections(Integer.MAX_VALUE)
                .setTryUsePerMessageCompression(false)
                .setClosingTimeout(CLOSING_TIMEOUT_S);
    }
}
