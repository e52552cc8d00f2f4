package io.replyard.pid1.output;

import io.replyard.pid1.channel.Channel;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** Hands output to the channel's thread, one piece at a time, so that a busy channel holds the program up as well. */
public final class ChannelSink implements OutputPump.Sink {
    private final Channel channel;
    private final Consumer<String> deliver;

    /**
     * @param deliver takes the text; runs on the channel's thread
     */
    public ChannelSink(Channel channel, Consumer<String> deliver) {
        this.channel = channel;
        this.deliver = deliver;
    }

    @Override
    public void awaitRoom() throws InterruptedException {
        channel.awaitRoom();
    }

    @Override
    public void accept(String text) throws InterruptedException {
        CountDownLatch taken = new CountDownLatch(1);
        channel.execute(() -> {
            try {
                deliver.accept(text);
            } finally {
                taken.countDown();
            }
        });
        taken.await();
    }
}
