package io.replyard.conman.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.replyard.conman.Loop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Lets a connection have a request head, within a time and with a memory that nobody can exceed by sending slowly or much. It removes itself from the
 * pipeline with {@link #done}.
 */
final class HeadGuard extends ChannelInboundHandlerAdapter {
    /** What each head may have without asking; most tokens are shorter. */
    private static final int FREE = 8 * 1024;

    private final Loop loop;
    private final HeadMemory memory;
    private final Duration patience;
    private Loop.@Nullable Timer timer;
    private long bytes;
    private long taken;

    HeadGuard(Loop loop, HeadMemory memory, Duration patience) {
        this.loop = loop;
        this.memory = memory;
        this.patience = patience;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        timer = loop.after(patience, () -> {
            var _ = context.close();
        });
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf part) {
            bytes += part.readableBytes();
            long more = Math.max(0, bytes - FREE) - taken;
            if (more > 0 && !memory.take(more)) {
                part.release();
                var _ = context.close();
                return;
            }
            taken += Math.max(0, more);
        }
        context.fireChannelRead(message);
    }

    /** The head is there; what follows is not its business. */
    void done(ChannelHandlerContext context) {
        context.pipeline().remove(this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (timer != null) {
            timer.cancel();
        }
        memory.giveBack(taken);
        taken = 0;
    }
}
