package io.replyard.conman.wake;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.replyard.conman.Loop;
import io.replyard.conman.websocket.SocketBuffers;
import java.time.Duration;

/** Opens sessions at pid1: one WebSocket each, which pid1 accepts for a session token. */
public final class SessionOpener {
    /** How a try ended; told once, on the event loop. */
    interface Answer {
        /** A session is open. */
        void opened(ReachedPod pod);

        /** pid1 said no. */
        void refused(String why);

        /** Somebody answers who is not pid1 of this pod. */
        void impostor(String why);

        /** Nobody answers. */
        void unreachable(String why);
    }

    private static final int CONNECT_TIMEOUT_MS = 2_000;
    private static final Duration HANDSHAKE = Duration.ofSeconds(5);
    private static final int LONGEST_STATUS_LINE = 1024;
    private static final int LONGEST_HEADERS = 8 * 1024;
    private static final int LONGEST_CHUNK = 1024;

    private final ByteBufAllocator alloc;
    private final int port;

    /**
     * An opener of sessions.
     *
     * @param alloc for the buffers of its sockets
     * @param port of every pod
     */
    public SessionOpener(ByteBufAllocator alloc, int port) {
        this.alloc = alloc;
        this.port = port;
    }

    /** Tries once, with a socket on this event loop. */
    void open(Loop loop, Step.Dial pod, String sessionToken, Answer answer) {
        PodHandshake handshake = new PodHandshake(loop, pod, sessionToken, answer);
        ChannelFuture connecting = new Bootstrap()
                .group(loop.events())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.ALLOCATOR, alloc)
                .option(ChannelOption.RCVBUF_ALLOCATOR, SocketBuffers.reads())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_RCVBUF, SocketBuffers.KERNEL_BYTES)
                .option(ChannelOption.SO_SNDBUF, SocketBuffers.KERNEL_BYTES)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new HttpClientCodec(LONGEST_STATUS_LINE, LONGEST_HEADERS, LONGEST_CHUNK))
                                .addLast(handshake);
                    }
                })
                .connect(pod.ip(), port);
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                handshake.failed(String.valueOf(done.cause().getMessage()));
            }
        });
        loop.after(HANDSHAKE, () -> handshake.tooLate(connecting.channel()));
    }
}
