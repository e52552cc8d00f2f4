package io.replyard.conman.gateway;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import io.replyard.conman.Loop;
import io.replyard.conman.websocket.Handshake;
import io.replyard.proto.session.WebSocketKey;
import java.io.IOException;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one request of a connection. A WebSocket goes to the {@link Gateway}; everything else is answered and the connection closed, without reading on:
 * no body, no second request.
 */
final class FirstRequest extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = Logger.getLogger(FirstRequest.class);
    private static final String GREETING =
            "This is conman, Replyard's gateway. Connect with a WebSocket to /wsv2/<token>.\n";
    private static final String UPGRADE_HINT =
            "/wsv2/<token> speaks WebSocket: connect with ws:// or wss://, or send the headers Connection: Upgrade and"
                    + " Upgrade: websocket.\n";
    /** How long an answer has to arrive while what the client still sends is thrown away. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final Loop loop;
    private final HeadGuard guard;
    private final Gateway gateway;
    private boolean answered;

    FirstRequest(Loop loop, HeadGuard guard, Gateway gateway) {
        this.loop = loop;
        this.guard = guard;
        this.gateway = gateway;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (!answered && message instanceof HttpRequest request) {
                answered = true;
                guard.done(context);
                handle(context, request);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        if (!(failure instanceof IOException)) {
            LOG.warn("a connection failed before its request was answered", failure);
        }
        var _ = context.close();
    }

    private void handle(ChannelHandlerContext context, HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            refuse(context, request.decoderResult().cause());
        } else if (Handshake.isWanted(request.headers())) {
            upgrade(context, request);
        } else {
            greet(context, request);
        }
    }

    private void refuse(ChannelHandlerContext context, @Nullable Throwable failure) {
        if (failure instanceof TooLongHttpLineException) {
            answer(context, HttpResponseStatus.REQUEST_URI_TOO_LONG, "the request line is too long\n", null, null);
        } else if (failure instanceof TooLongHttpHeaderException) {
            answer(
                    context,
                    HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                    "the headers are too long\n",
                    null,
                    null);
        } else {
            answer(context, HttpResponseStatus.BAD_REQUEST, "this is not HTTP/1.1\n", null, null);
        }
    }

    private void upgrade(ChannelHandlerContext context, HttpRequest request) {
        String fault = request.method().equals(HttpMethod.GET)
                ? Handshake.fault(request.headers())
                : "a WebSocket is opened with GET";
        if (fault != null) {
            answer(
                    context,
                    HttpResponseStatus.BAD_REQUEST,
                    "this opens no WebSocket: " + fault + "\n",
                    HttpHeaderNames.SEC_WEBSOCKET_VERSION,
                    Handshake.VERSION);
            return;
        }
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS);
        response.headers()
                .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
                .set(
                        HttpHeaderNames.SEC_WEBSOCKET_ACCEPT,
                        WebSocketKey.accept(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_KEY)));
        var _ = context.writeAndFlush(response, context.voidPromise());
        gateway.open(loop, context.channel(), TokenPath.of(request.uri()), socket -> {
            context.pipeline().replace(this, "websocket", socket);
            context.pipeline().remove(HttpServerCodec.class);
        });
    }

    private void greet(ChannelHandlerContext context, HttpRequest request) {
        boolean reads =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        if (TokenPath.of(request.uri()) instanceof TokenPath.Token) {
            answer(
                    context,
                    HttpResponseStatus.UPGRADE_REQUIRED,
                    UPGRADE_HINT,
                    HttpHeaderNames.UPGRADE,
                    HttpHeaderValues.WEBSOCKET);
        } else if (reads) {
            answer(context, HttpResponseStatus.OK, GREETING, null, null);
        } else {
            answer(context, HttpResponseStatus.METHOD_NOT_ALLOWED, "", HttpHeaderNames.ALLOW, "GET, HEAD");
        }
    }

    private void answer(
            ChannelHandlerContext context,
            HttpResponseStatus status,
            String text,
            @Nullable CharSequence header,
            @Nullable CharSequence value) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, ByteBufUtil.writeUtf8(context.alloc(), text));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes())
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (header != null && value != null) {
            response.headers().set(header, value);
        }
        ChannelFuture written = context.writeAndFlush(response);
        context.pipeline().remove(HttpServerCodec.class);
        // A socket that is closed while bytes come in takes the answer with it.
        written.addListener(done -> {
            if (done.isSuccess() && context.channel() instanceof DuplexChannel channel) {
                var _ = channel.shutdownOutput();
            }
        });
        written.addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        loop.after(LINGER, () -> {
            var _ = context.close();
        });
    }
}
