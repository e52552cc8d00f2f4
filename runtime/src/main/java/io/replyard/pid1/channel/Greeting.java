package io.replyard.pid1.channel;

/** What a session hears first. */
@FunctionalInterface
public interface Greeting {
    /**
     * Greets a session that has just connected. It takes part, and its frames are read, once this returns; so a Repl that
     * is not ready yet lets it wait here.
     *
     * @param outbox takes what is sent to it
     */
    void greet(Session session, Outbox outbox);
}
