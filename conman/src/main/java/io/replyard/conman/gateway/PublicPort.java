package io.replyard.conman.gateway;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.replyard.conman.Loop;
import io.replyard.conman.metrics.ConmanMetrics;
import io.replyard.conman.websocket.SocketBuffers;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The port that clients connect to, with event loops of its own: what is done to it stops neither health nor metrics. A connection is one request:
 * it becomes a WebSocket, or is answered and closed.
 */
final class PublicPort implements AutoCloseable {
    /**
     * What the port bears.
     *
     * @param connections how many at a time
     * @param perAddress how many of them from one address; 0 limits none
     * @param head how long a connection may take to say what it wants
     */
    record Limits(int connections, int perAddress, Duration head) {}

    private static final Logger LOG = Logger.getLogger(PublicPort.class);
    /** Certificate-chained tokens make long request lines. */
    private static final int LONGEST_REQUEST_LINE = 128 * 1024;

    private static final int LONGEST_HEADERS = 16 * 1024;
    private static final long LONG_HEADS = 16L * 1024 * 1024;
    private static final int PAGE = 8 * 1024;
    /** Memory comes from the system in chunks of a page times 2 to the power of this: 256 KiB. */
    private static final int CHUNK_ORDER = 5;

    private static final int BACKLOG = 1024;
    private static final int QUIET_MS = 100;

    private final EventLoopGroup acceptor = new NioEventLoopGroup(1, new DefaultThreadFactory("accept"));
    private final EventLoopGroup loops;
    private final PooledByteBufAllocator alloc;
    private final ConmanMetrics metrics;
    private final Limits limits;

    /** A port with so many event loops, not open yet. */
    PublicPort(int threads, Limits limits, ConmanMetrics metrics) {
        this.loops = new NioEventLoopGroup(threads, new DefaultThreadFactory("client"));
        this.alloc = new PooledByteBufAllocator(
                true,
                0,
                threads,
                PAGE,
                CHUNK_ORDER,
                PooledByteBufAllocator.defaultSmallCacheSize(),
                PooledByteBufAllocator.defaultNormalCacheSize(),
                false);
        this.metrics = metrics;
        this.limits = limits;
    }

    /** Where the buffers of clients and Repls come from. */
    ByteBufAllocator alloc() {
        return alloc;
    }

    /** How much memory these buffers take, bytes. */
    long memory() {
        return alloc.metric().usedDirectMemory();
    }

    /** How many of these buffers are in use. */
    long unreturned() {
        return alloc.metric().directArenas().stream()
                .mapToLong(PoolArenaMetric::numActiveAllocations)
                .sum();
    }

    /**
     * Opens the port for this gateway; 0 takes any.
     *
     * @return the number of the port
     * @throws IllegalStateException when it is taken
     */
    int open(String host, int port, Gateway gateway) {
        ConnectionLimits connections = new ConnectionLimits(limits.connections(), limits.perAddress());
        HeadMemory heads = new HeadMemory(LONG_HEADS);
        HttpDecoderConfig http = new HttpDecoderConfig()
                .setMaxInitialLineLength(LONGEST_REQUEST_LINE)
                .setMaxHeaderSize(LONGEST_HEADERS);
        ServerBootstrap server = new ServerBootstrap()
                .group(acceptor, loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_RCVBUF, SocketBuffers.KERNEL_BYTES)
                .childOption(ChannelOption.SO_SNDBUF, SocketBuffers.KERNEL_BYTES)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOCATOR, alloc)
                .childOption(ChannelOption.RCVBUF_ALLOCATOR, SocketBuffers.reads())
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (admitted(channel, connections)) {
                            Loop loop = new Loop(channel.eventLoop());
                            HeadGuard guard = new HeadGuard(loop, heads, limits.head());
                            channel.pipeline()
                                    .addLast(guard)
                                    .addLast(new HttpServerCodec(http))
                                    .addLast(new FirstRequest(loop, guard, gateway));
                        }
                    }
                });
        try {
            Channel bound = server.bind(host, port).sync().channel();
            return ((InetSocketAddress) bound.localAddress()).getPort();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the public port was opened", e);
        }
    }

    private boolean admitted(Channel channel, ConnectionLimits connections) {
        if (!(channel.remoteAddress() instanceof InetSocketAddress remote)) {
            // It is gone already.
            var _ = channel.close();
            return false;
        }
        ConnectionLimits.Refusal refusal = connections.enter(remote.getAddress());
        if (refusal == ConnectionLimits.Refusal.NONE) {
            channel.closeFuture().addListener(closed -> connections.leave(remote.getAddress()));
            return true;
        }
        metrics.refused(refusal);
        LOG.debugf("a connection of %s is closed: %s", remote.getAddress(), refusal);
        var _ = channel.close();
        return false;
    }

    /** Closes the port and all that came in through it. */
    @Override
    public void close() {
        var _ = acceptor.shutdownGracefully(0, QUIET_MS, TimeUnit.MILLISECONDS);
        var _ = loops.shutdownGracefully(0, QUIET_MS, TimeUnit.MILLISECONDS);
    }
}
