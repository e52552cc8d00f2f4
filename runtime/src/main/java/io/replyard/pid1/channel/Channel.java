package io.replyard.pid1.channel;

import io.replyard.proto.wire.Command;

/**
 * A service's way to its clients. All methods may be called from any thread; the sends never block and fill in channel
 * and session themselves. To keep an order between sends and the service's own state, send from the channel's thread
 * (inside a {@link Service} method or a task given to {@link #execute}).
 *
 * <p>Replies to a request go through {@link Request#reply}; nothing here ever carries a {@code ref} (protocol: progress
 * and broadcasts are ref-less, only the final reply has it).
 */
public interface Channel {
    /** The channel's number: positive, unique as long as the container lives. */
    int id();

    /** Sends to every attached session that has been greeted. */
    void broadcast(Command.Builder body);

    /** Sends to every attached session but one. */
    void broadcastExcept(Session except, Command.Builder body);

    /** Sends to one session; dropped if it is not attached. */
    void send(Session to, Command.Builder body);

    /**
     * Runs a task on the channel's thread, after everything that was given before. Dropped once the channel is closed.
     * A task that throws is logged.
     */
    void execute(Runnable task);

    /**
     * Blocks the calling thread until no attached session has a long queue of unsent frames; how producers of output
     * feel a slow client. Never call it on the channel's thread. Bounded: a client that does not take its output within
     * the time {@link Outbox} names loses its session.
     *
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    void awaitRoom() throws InterruptedException;
}
