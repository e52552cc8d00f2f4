package io.replyard.pid1.channel;

import io.replyard.proto.wire.CloseChannel;
import io.replyard.proto.wire.CloseChannelRes;
import io.replyard.proto.wire.CloseChannelRes.Status;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.OpenChannel;
import io.replyard.proto.wire.OpenChannelRes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All open channels and who is attached to them. One lock orders every opening, closing and leaving; it is never held
 * while a service works.
 */
final class ChannelTable {
    /** Far above what clients open; keeps a faulty one from filling the memory. */
    static final int MAX_CHANNELS = 1000;

    /** Characters of a name: it is kept, and shown in the log. */
    static final int MAX_NAME = 1024;

    private final ServiceRegistry registry;
    private final Map<Integer, LiveChannel> byId = new HashMap<>();
    private final Map<String, LiveChannel> byName = new HashMap<>();
    private int lastId;

    ChannelTable(ServiceRegistry registry) {
        this.registry = registry;
    }

    /** Opens a channel or attaches to one; the answer goes out before anything else on that channel. */
    synchronized void open(Client client, OpenChannel request, String ref) {
        String name = request.getName();
        if (name.length() > MAX_NAME || request.getService().length() > MAX_NAME) {
            String tooLong = "names of channels and services have at most " + MAX_NAME + " characters";
            client.outbox().put(Frames.notOpened(client.session(), tooLong, ref));
            return;
        }
        LiveChannel existing = name.isEmpty() ? null : byName.get(name);
        Opening opening = Opening.decide(request, registry, existing == null ? null : existing.serviceName());
        if (opening instanceof Opening.Refuse(String reason)) {
            client.outbox().put(Frames.notOpened(client.session(), reason, ref));
        } else if (existing != null) {
            existing.attach(client, OpenChannelRes.State.ATTACHED, ref);
        } else if (byId.size() >= MAX_CHANNELS) {
            String full = "this Repl has " + MAX_CHANNELS + " channels open; close some first";
            client.outbox().put(Frames.notOpened(client.session(), full, ref));
        } else {
            create(request.getService(), name).attach(client, OpenChannelRes.State.CREATED, ref);
        }
    }

    private LiveChannel create(String service, String name) {
        ServiceFactory factory = registry.find(service).orElseThrow();
        LiveChannel channel = new LiveChannel(++lastId, name.isEmpty() ? null : name, service, factory);
        byId.put(channel.id(), channel);
        if (!name.isEmpty()) {
            byName.put(name, channel);
        }
        channel.start();
        return channel;
    }

    /** Detaches or closes as asked, and answers. */
    synchronized void close(Client client, CloseChannel request, String ref) {
        LiveChannel channel = byId.get(request.getId());
        if (channel == null || !channel.has(client)) {
            client.outbox().put(answer(client, request, Status.NOTHING, ref));
            return;
        }
        boolean closes = switch (request.getAction()) {
            case CLOSE -> true;
            case TRY_CLOSE -> channel.memberCount() == 1;
            case DISCONNECT, UNRECOGNIZED -> channel.name() == null;
        };
        channel.detach(client, answer(client, request, closes ? Status.CLOSE : Status.DISCONNECT, ref));
        if (closes) {
            remove(channel);
        }
    }

    private static Command answer(Client client, CloseChannel request, CloseChannelRes.Status status, String ref) {
        return Frames.closed(client.session(), request.getId(), status, ref);
    }

    private void remove(LiveChannel channel) {
        byId.remove(channel.id());
        if (channel.name() != null) {
            byName.remove(channel.name());
        }
        channel.close();
    }

    /** A client's connection is over: its anonymous channels end with it, named ones live on. */
    synchronized void left(Client client) {
        for (LiveChannel channel : List.copyOf(byId.values())) {
            if (channel.has(client)) {
                channel.detach(client, null);
                if (channel.name() == null) {
                    remove(channel);
                }
            }
        }
    }

    /** Ends all channels. */
    synchronized void closeAll() {
        List.copyOf(byId.values()).forEach(this::remove);
    }

    /** The channel, if that client is attached to it. */
    synchronized @Nullable LiveChannel find(Client client, int id) {
        LiveChannel channel = byId.get(id);
        return channel != null && channel.has(client) ? channel : null;
    }
}
