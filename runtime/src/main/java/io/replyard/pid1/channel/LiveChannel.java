package io.replyard.pid1.channel;

import io.replyard.proto.wire.CloseChannelRes;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.OpenChannelRes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * An open channel: its members, and the actor that runs its service. Who is a member is decided by {@link
 * ChannelTable}, under that one's lock. All sends go through this object's lock, so that nothing leaves on the channel
 * before a member's openChanRes or after its closeChanRes. The mailbox has no bound of its own: requests are bounded
 * by what sessions may {@link Hold}, tasks by the services.
 */
final class LiveChannel implements Channel {
    private static final Logger LOG = System.getLogger(LiveChannel.class.getName());

    /** A member hears broadcasts once the service has greeted it, so that a greeting is never overtaken. */
    private static final class Member {
        final Client client;
        boolean greeted;

        Member(Client client) {
            this.client = client;
        }
    }

    private final int id;
    private final @Nullable String name;
    private final String serviceName;
    private final ServiceFactory factory;
    private final Map<Integer, Member> members = new LinkedHashMap<>();
    private final BlockingQueue<Runnable> mailbox = new LinkedBlockingQueue<>();
    private boolean closed;
    private @Nullable Service service;
    private boolean ended;

    LiveChannel(int id, @Nullable String name, String serviceName, ServiceFactory factory) {
        this.id = id;
        this.name = name;
        this.serviceName = serviceName;
        this.factory = factory;
    }

    void start() {
        Thread.ofVirtual().name("channel-" + id).start(this::run);
    }

    @Override
    public int id() {
        return id;
    }

    @Nullable String name() {
        return name;
    }

    String serviceName() {
        return serviceName;
    }

    synchronized boolean has(Client client) {
        return members.containsKey(client.id());
    }

    synchronized int memberCount() {
        return members.size();
    }

    /** Makes a client a member and tells it so; the service greets it next. */
    synchronized void attach(Client client, OpenChannelRes.State how, String ref) {
        boolean isNew = members.putIfAbsent(client.id(), new Member(client)) == null;
        client.outbox().put(Frames.opened(client.session(), id, how, ref));
        if (isNew) {
            enqueue(() -> greet(client));
        }
    }

    /** Ends a membership; the last frame that the client sees of this channel is the given answer. */
    synchronized void detach(Client client, @Nullable Command answer) {
        members.remove(client.id());
        if (answer != null) {
            client.outbox().put(answer);
        }
        enqueue(() -> guarded("detached", () -> running().detached(client.session())));
    }

    /** Tells the remaining members that it is over, and lets the service end after what was asked before. */
    synchronized void close() {
        for (Member member : members.values()) {
            Client client = member.client;
            client.outbox().put(Frames.closed(client.session(), id, CloseChannelRes.Status.CLOSE, ""));
        }
        members.clear();
        if (!closed) {
            enqueue(this::end);
            closed = true;
        }
    }

    private void greet(Client client) {
        guarded("attached", () -> running().attached(client.session()));
        synchronized (this) {
            Member member = members.get(client.id());
            if (member != null) {
                member.greeted = true;
            }
        }
    }

    /**
     * Takes a member's frame.
     *
     * @param hold released when the frame counts against its sender no more
     */
    synchronized void receive(Client client, Command command, Hold hold) {
        Request request = new Request(
                client.session(),
                command,
                reply -> send(client.session(), reply),
                client.outbox()::awaitRoomOfAll,
                hold);
        if (!enqueue(() -> handle(client, request))) {
            hold.release();
        }
    }

    private void handle(Client client, Request request) {
        try {
            // Replies that a client does not take must not gather without end.
            client.outbox().awaitRoom(Outbox.REQUEST_MARK);
            running().handle(request);
        } catch (RequestFailedException refused) {
            refuse(request, refused.getMessage());
        } catch (OutOfMemoryError tooMuchAtOnce) {
            // A large block did not fit; by now it is garbage, and everything else goes on.
            LOG.log(Level.ERROR, () -> "session=" + client.id() + " " + this + ": no memory for a request");
            refuse(request, serviceName + ": pid1 is short of memory just now; try again");
        } catch (Throwable fault) {
            // Errors too, such as that of a stack that a request has used up: without its thread the channel would be
            // open and mute.
            LOG.log(Level.ERROR, () -> "session=" + client.id() + " " + this + ": a request failed", fault);
            refuse(request, serviceName + ": internal error: " + fault);
        } finally {
            request.handled();
        }
    }

    private static void refuse(Request request, String reason) {
        if (request.wantsReply() && !request.isAnswered()) {
            request.fail(reason);
        }
    }

    private void run() {
        guarded("start", () -> service = factory.start(this));
        try {
            while (!ended) {
                mailbox.take().run();
            }
        } catch (InterruptedException unforeseen) {
            LOG.log(Level.ERROR, () -> this + ": the channel's thread was interrupted", unforeseen);
        }
    }

    private void end() {
        if (service != null) {
            guarded("close", () -> running().close());
        }
        ended = true;
    }

    private Service running() throws RequestFailedException {
        if (service == null) {
            throw new RequestFailedException(serviceName + " could not be started; the Repl's log says why");
        }
        return service;
    }

    private interface Action {
        void run() throws Exception;
    }

    private void guarded(String what, Action action) {
        try {
            action.run();
        } catch (Throwable fault) {
            LOG.log(Level.ERROR, () -> this + ": " + what + " failed", fault);
        }
    }

    @Override
    public void execute(Runnable task) {
        enqueue(() -> guarded("a task", task::run));
    }

    private synchronized boolean enqueue(Runnable task) {
        return !closed && mailbox.add(task);
    }

    @Override
    public synchronized void broadcast(Command.Builder body) {
        broadcast(0, 0, body);
    }

    @Override
    public synchronized void broadcastExcept(Session except, Command.Builder body) {
        broadcast(-except.id(), except.id(), body);
    }

    private void broadcast(int address, int except, Command.Builder body) {
        Command frame = body.setChannel(id).setSession(address).build();
        for (Member member : members.values()) {
            if (member.greeted && member.client.id() != except) {
                member.client.outbox().put(frame);
            }
        }
    }

    @Override
    public synchronized void send(Session to, Command.Builder body) {
        Member member = members.get(to.id());
        if (member != null) {
            member.client.outbox().put(body.setChannel(id).setSession(to.id()).build());
        }
    }

    @Override
    public void awaitRoom() throws InterruptedException {
        List<Outbox> outboxes;
        synchronized (this) {
            outboxes = members.values().stream()
                    .map(member -> member.client.outbox())
                    .toList();
        }
        for (Outbox outbox : outboxes) {
            outbox.awaitRoom(Outbox.OUTPUT_MARK);
        }
    }

    @Override
    public String toString() {
        return "channel=" + id + " service=" + serviceName + (name == null ? "" : " name=" + name);
    }
}
