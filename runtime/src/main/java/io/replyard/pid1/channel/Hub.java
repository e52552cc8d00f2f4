package io.replyard.pid1.channel;

import io.replyard.proto.session.SessionProtocol;
import io.replyard.proto.wire.BootStatus;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.ContainerState;
import io.replyard.proto.wire.Toast;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Where sessions and channels meet: admits sessions, greets them, and speaks to all of them. */
public final class Hub {
    /** Sessions at one time. A few connections beyond it stay free, so that one more client is told instead of left waiting. */
    public static final int MAX_SESSIONS = 480;

    private final ChannelTable channels;
    private final AtomicInteger lastSession = new AtomicInteger(SessionProtocol.CONMAN_SESSION);
    private final Map<Integer, Member> members = new ConcurrentHashMap<>();
    private final CountDownLatch firstSession = new CountDownLatch(1);

    private record Member(Client client, Connection connection) {}

    public Hub(ServiceRegistry registry) {
        this.channels = new ChannelTable(registry);
    }

    /** Gives a new session its number. It takes part from {@link #connect} on. */
    public Session admit(int userId, String userName, List<String> flags) {
        return new Session(lastSession.incrementAndGet(), userId, userName, flags);
    }

    /**
     * Connects a session and greets it: the file stage of the boot (there is nothing to load), completion, READY.
     *
     * @param outbox takes what is sent to it
     */
    public Connection connect(Session session, Outbox outbox) {
        outbox.put(Frames.booting(session, BootStatus.Stage.LOAD_BLOCK));
        outbox.put(Frames.booting(session, BootStatus.Stage.COMPLETE));
        outbox.put(Frames.container(session, ContainerState.State.READY));
        Client client = new Client(session, outbox);
        Connection connection = new Connection(client, channels, () -> members.remove(session.id()));
        members.put(session.id(), new Member(client, connection));
        firstSession.countDown();
        return connection;
    }

    /** Waits until the first session has been greeted, or that long. */
    public void awaitFirstSession(Duration patience) throws InterruptedException {
        firstSession.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Shows a text to everybody who is connected. */
    public void toast(String text) {
        Command frame =
                Command.newBuilder().setToast(Toast.newBuilder().setText(text)).build();
        members.values().forEach(member -> member.client().outbox().put(frame));
    }

    /** Whether there are {@link #MAX_SESSIONS} sessions. */
    public boolean isFull() {
        return members.size() >= MAX_SESSIONS;
    }

    /** Announces to all sessions that the container is about to stop. */
    public void announceSleep() {
        members.values().forEach(member -> member.connection().announceSleep());
    }

    /** Ends all channels and with them their programs. */
    public void closeChannels() {
        channels.closeAll();
    }
}
