package io.replyard.pid1.channel;

import io.replyard.proto.session.SessionProtocol;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.Toast;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Where sessions and channels meet: admits sessions, greets them, and speaks to all of them. */
public final class Hub {
    /** Sessions at one time. A few connections beyond it stay free, so that one more client is told instead of left waiting. */
    public static final int MAX_SESSIONS = 480;

    private final ChannelTable channels;
    private final Greeting greeting;
    private final AtomicInteger lastSession = new AtomicInteger(SessionProtocol.CONMAN_SESSION);
    private final Map<Integer, Member> members = new ConcurrentHashMap<>();

    private record Member(Client client, Connection connection) {}

    /**
     * A hub without sessions.
     *
     * @param greeting what each of them hears first
     */
    public Hub(ServiceRegistry registry, Greeting greeting) {
        this.channels = new ChannelTable(registry);
        this.greeting = greeting;
    }

    /** Gives a new session its number. It takes part from {@link #connect} on. */
    public Session admit(int userId, String userName, List<String> flags) {
        return new Session(lastSession.incrementAndGet(), userId, userName, flags);
    }

    /**
     * Greets a session and connects it.
     *
     * @param outbox takes what is sent to it
     */
    public Connection connect(Session session, Outbox outbox) {
        greeting.greet(session, outbox);
        Client client = new Client(session, outbox);
        Connection connection = new Connection(client, channels, () -> members.remove(session.id()));
        members.put(session.id(), new Member(client, connection));
        return connection;
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
