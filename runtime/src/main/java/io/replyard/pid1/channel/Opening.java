package io.replyard.pid1.channel;

import io.replyard.proto.wire.OpenChannel;
import org.jspecify.annotations.Nullable;

/** What an openChan leads to. The rules of the protocol's table, and nothing else. */
sealed interface Opening {
    /** A new channel. */
    record Create() implements Opening {}

    /** The channel that has this name already. */
    record Attach() implements Opening {}

    /** Neither, and why. */
    record Refuse(String reason) implements Opening {}

    /**
     * Decides.
     *
     * @param request what is asked
     * @param registry the services there are
     * @param holder the service of the channel that has the requested name; null if no channel has it, or no name was
     *     given
     */
    static Opening decide(OpenChannel request, ServiceRegistry registry, @Nullable String holder) {
        String service = request.getService();
        String name = request.getName();
        if (registry.find(service).isEmpty()) {
            return new Refuse("there is no service \"" + service + "\"; this Repl has: " + registry.names());
        }
        if (holder != null && !holder.equals(service)) {
            return new Refuse("the channel \"" + name + "\" already exists for the service \"" + holder + "\"");
        }
        return switch (request.getAction()) {
            case CREATE -> holder == null ? new Create() : new Refuse("the channel \"" + name + "\" already exists");
            case ATTACH_OR_CREATE -> holder == null ? new Create() : new Attach();
            case ATTACH -> {
                if (name.isEmpty()) {
                    yield new Refuse("attaching needs the name of a channel");
                }
                yield holder == null ? new Refuse("there is no channel \"" + name + "\"") : new Attach();
            }
            case UNRECOGNIZED -> new Refuse("unknown action " + request.getActionValue() + " in openChan");
        };
    }
}
