package io.replyard.pid1.channel;

import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.Pong;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/** A session that is connected: its frames come in here, in order and on one thread. */
public final class Connection {
    private static final Logger LOG = System.getLogger(Connection.class.getName());

    private final Client client;
    private final ChannelTable channels;
    private final Runnable onGone;
    private final AtomicBoolean gone = new AtomicBoolean();
    private boolean warned;

    Connection(Client client, ChannelTable channels, Runnable onGone) {
        this.client = client;
        this.channels = channels;
        this.onGone = onGone;
    }

    /** Whose connection this is. */
    public Session session() {
        return client.session();
    }

    /**
     * Handles a frame of channel 0, or passes one on to its channel. Blocks while the session has too many replies unread.
     *
     * @param hold released when the frame is needed no more
     */
    public void receive(Command command, Hold hold) throws InterruptedException {
        client.outbox().awaitRoom(Outbox.REQUEST_MARK);
        LiveChannel channel = command.getChannel() == 0 ? null : channels.find(client, command.getChannel());
        if (channel != null) {
            channel.receive(client, command, hold);
            return;
        }
        hold.release();
        if (command.getChannel() == 0) {
            onChannelZero(command);
        } else {
            warnOnce(command.getChannel());
        }
    }

    private void onChannelZero(Command command) {
        switch (command.getBodyCase()) {
            case OPENCHAN -> channels.open(client, command.getOpenChan(), command.getRef());
            case CLOSECHAN -> channels.close(client, command.getCloseChan(), command.getRef());
            case PING ->
                client.outbox()
                        .put(Frames.to(session(), command.getRef())
                                .setPong(Pong.getDefaultInstance())
                                .build());
            // The protocol: what channel 0 does not know is ignored.
            default ->
                LOG.log(
                        Level.DEBUG,
                        () -> "session=" + client.id() + " ignored on channel 0: " + command.getBodyCase());
        }
    }

    private void warnOnce(int channel) {
        if (!warned) {
            warned = true;
            LOG.log(
                    Level.INFO,
                    "session=" + client.id() + " speaks on channel " + channel
                            + ", which it has not open; such frames are dropped");
        }
    }

    /** Announces that the container is about to stop. */
    void announceSleep() {
        client.outbox().put(Frames.sleeping(session()));
    }

    /** The socket is gone: leaves all channels. Does nothing the second time. */
    public void gone() {
        if (gone.compareAndSet(false, true)) {
            channels.left(client);
            onGone.run();
        }
    }
}
