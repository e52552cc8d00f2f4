package io.replyard.pid1.channel;

/** Makes the service behind a new channel. Called on the channel's thread, before any session is attached to it. */
@FunctionalInterface
public interface ServiceFactory {
    /**
     * Starts a service.
     *
     * @param channel the channel it will live behind; already usable for {@link Channel#execute}
     */
    Service start(Channel channel);
}
