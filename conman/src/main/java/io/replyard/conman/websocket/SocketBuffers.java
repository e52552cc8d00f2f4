package io.replyard.conman.websocket;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;

/** How many bytes of one socket may be where; docs/operating.md adds them up. */
public final class SocketBuffers {
    /** Each of the kernel's two: left alone they grow to many MiB, memory that counts as conman's. */
    public static final int KERNEL_BYTES = 64 * 1024;

    /** What waits to be written: more than a message, or a stream would be stopped and started for each. */
    static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 * 1024, 192 * 1024);

    private static final int SMALLEST_READ = 256;
    private static final int FIRST_READ = 1024;

    private SocketBuffers() {}

    /**
     * The reads of a channel that is to become a WebSocket: little at first, and more, as much as the kernel has, of those who send more. To be set before the
     * channel reads: Netty asks once.
     */
    public static RecvByteBufAllocator reads() {
        return new AdaptiveRecvByteBufAllocator(SMALLEST_READ, FIRST_READ, KERNEL_BYTES).maxMessagesPerRead(1);
    }
}
