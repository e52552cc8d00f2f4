package io.replyard.conman.wake;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.replyard.conman.Loop;
import io.replyard.conman.websocket.Handshake;
import io.replyard.conman.websocket.Hold;
import io.replyard.conman.websocket.NoListener;
import io.replyard.conman.websocket.WebSocket;
import io.replyard.proto.session.PodProof;
import io.replyard.proto.session.SessionProtocol;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Asks pid1 for a session on one connection, and turns that into a WebSocket. Whoever runs programs in a Repl may have taken the port:
 * of an answer little is read, and without the proof that only pid1 can give it is not believed. Confined to one event loop.
 */
final class PodHandshake extends ChannelInboundHandlerAdapter {
    private static final int LONGEST_REFUSAL = 1024;
    private static final int TOLD = 80;

    private final Loop loop;
    private final Step.Dial pod;
    private final String sessionToken;
    private final SessionOpener.Answer answer;
    private final String key = Handshake.random();
    private final String challenge = Handshake.random();
    private final StringBuilder refusal = new StringBuilder();
    private @Nullable HttpResponseStatus refused;
    private boolean over;

    PodHandshake(Loop loop, Step.Dial pod, String sessionToken, SessionOpener.Answer answer) {
        this.loop = loop;
        this.pod = pod;
        this.sessionToken = sessionToken;
        this.answer = answer;
    }

    /** There is no connection. */
    void failed(String why) {
        if (!over) {
            over = true;
            answer.unreachable(why);
        }
    }

    /** The time for it has passed. */
    void tooLate(Channel channel) {
        end(channel, "it did not answer in time");
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        DefaultFullHttpRequest request =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, SessionProtocol.PATH);
        request.headers()
                .set(HttpHeaderNames.HOST, pod.host())
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
                .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
                .set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, Handshake.VERSION)
                .set(HttpHeaderNames.SEC_WEBSOCKET_KEY, key)
                .set(SessionProtocol.AUTHORIZATION_HEADER, SessionProtocol.BEARER + sessionToken)
                .set(SessionProtocol.CHALLENGE_HEADER, challenge);
        var _ = context.writeAndFlush(request, context.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (over) {
                return;
            }
            if (message instanceof HttpResponse response) {
                answered(context, response);
            }
            if (!over && refused != null && message instanceof HttpContent content) {
                refuses(context, content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end(context.channel(), "it closed the connection without an answer");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        end(context.channel(), String.valueOf(failure.getMessage()));
    }

    private void answered(ChannelHandlerContext context, HttpResponse response) {
        if (response.decoderResult().isFailure()) {
            notPid1(context, "it does not speak HTTP");
        } else if (!response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            refused = response.status();
        } else if (!Handshake.accepts(response.headers(), key)) {
            notPid1(context, "it does not speak WebSocket");
        } else if (!proves(response.headers())) {
            notPid1(context, "it did not prove to be pid1");
        } else {
            open(context, session(response.headers().get(SessionProtocol.SESSION_HEADER)));
        }
    }

    private void open(ChannelHandlerContext context, int session) {
        over = true;
        if (session < SessionProtocol.FIRST_CLIENT_SESSION) {
            var _ = context.close();
            answer.refused("the Repl's container gave no session number");
            return;
        }
        WebSocket socket =
                new WebSocket(loop, context.channel(), false, SessionProtocol.MAX_MESSAGE_BYTES, new NoListener());
        socket.hold(Hold.NOT_READY);
        context.pipeline().replace(this, "websocket", socket);
        context.pipeline().remove(HttpClientCodec.class);
        answer.opened(new ReachedPod(pod.podUid(), session, socket));
    }

    private void refuses(ChannelHandlerContext context, HttpContent content) {
        ByteBuf body = content.content();
        int more = Math.min(body.readableBytes(), LONGEST_REFUSAL - refusal.length());
        refusal.append(body.toString(body.readerIndex(), more, StandardCharsets.UTF_8));
        if (refusal.length() >= TOLD || content instanceof LastHttpContent) {
            end(context.channel(), "");
        }
    }

    private void notPid1(ChannelHandlerContext context, String why) {
        over = true;
        var _ = context.close();
        answer.impostor(why);
    }

    private void end(Channel channel, String why) {
        if (over) {
            return;
        }
        over = true;
        var _ = channel.close();
        if (refused == null) {
            answer.unreachable(why);
        } else {
            answer.refused("the Repl's container refused the session: " + said(refused));
        }
    }

    private String said(HttpResponseStatus status) {
        String text = refusal.substring(0, Math.min(refusal.length(), TOLD))
                .replaceAll("\\p{Cntrl}+", " ")
                .strip();
        return text.isEmpty() ? "HTTP " + status.code() : text;
    }

    private boolean proves(HttpHeaders headers) {
        String proof = headers.get(SessionProtocol.PROOF_HEADER);
        return proof != null
                && MessageDigest.isEqual(
                        proof.getBytes(StandardCharsets.UTF_8),
                        PodProof.of(pod.podUid(), challenge).getBytes(StandardCharsets.UTF_8));
    }

    private static int session(@Nullable String number) {
        try {
            return number == null ? 0 : Integer.parseInt(number);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
