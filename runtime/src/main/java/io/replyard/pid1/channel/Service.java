package io.replyard.pid1.channel;

/**
 * What runs behind one channel; one instance per channel.
 *
 * <p>A channel is an actor: every method here is called by the channel's own virtual thread, one call at a time, in the
 * order in which the frames arrived. So a service needs no locks for state that only these methods touch. A method may
 * block for as long as file work takes, but never without end: the next request, and the end of the channel, wait
 * behind it. Long work belongs on a thread of the service's own, which comes back through {@link Channel#execute}.
 *
 * <p>An exception never ends the channel: a {@link RequestFailedException} becomes an {@code error} reply with exactly
 * its message, anything else is logged and becomes an {@code error} reply that says so; if the client waits for no
 * reply it hears nothing.
 */
public interface Service {
    /**
     * Handles one frame of an attached session. A body that this service does not know goes to {@link
     * Request#notUnderstood()}.
     *
     * @throws RequestFailedException to refuse the request with that message
     * @throws Exception if anything unforeseen goes wrong
     */
    void handle(Request request) throws Exception;

    /**
     * A session has attached; its {@code openChanRes} is already on its way. What is sent to it now comes before any
     * broadcast, so this is the place for a greeting: current {@code state} first, then scrollback.
     */
    default void attached(Session session) throws Exception {}

    /** A session has detached or is gone. Nothing that is sent to it from here on would arrive. */
    default void detached(Session session) throws Exception {}

    /** The end: stop programs, free what is held. Called exactly once, as the last call. */
    default void close() throws Exception {}
}
