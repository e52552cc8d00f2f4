package io.replyard.pid1.output;

import io.replyard.pid1.channel.Channel;
import java.util.concurrent.CountDownLatch;

/** Hands output to the channel's thread, one piece at a time, so that a busy channel holds the program up as well. */
public final class ChannelSink implements OutputPump.Sink {
    private final Channel channel;
    private final ProgramListener listener;

    /**
     * @param listener hears of the output; on the channel's thread
     */
    public ChannelSink(Channel channel, ProgramListener listener) {
        this.channel = channel;
        this.listener = listener;
    }

    @Override
    public void awaitRoom() throws InterruptedException {
        channel.awaitRoom();
    }

    @Override
    public void accept(byte[] bytes) throws InterruptedException {
        await(() -> listener.wrote(bytes));
    }

    @Override
    public void flush() throws InterruptedException {
        await(listener::flush);
    }

    private void await(Runnable onChannel) throws InterruptedException {
        CountDownLatch taken = new CountDownLatch(1);
        channel.execute(() -> {
            try {
                onChannel.run();
            } finally {
                taken.countDown();
            }
        });
        taken.await();
    }
}
