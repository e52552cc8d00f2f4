package io.replyard.pid1.channel;

import io.replyard.proto.wire.Command;
import java.time.Duration;

/**
 * The queue of frames that wait to be sent to one session. Order is kept, putting never blocks; whoever makes much
 * output waits for room first.
 *
 * <p>A session whose queue is above {@link #OUTPUT_MARK} must take half as much as that within each {@link #PATIENCE}
 * (about 9 KiB/s, however long a message is), or it is closed with 4001: it may slow down a program that others watch too, but not for ever.
 */
public interface Outbox {
    /** Bytes of unsent frames above which producers of output wait. */
    long OUTPUT_MARK = 512 * 1024;

    /** Bytes of unsent frames above which no further request of that session is handled; higher, so that Ctrl-C passes. */
    long REQUEST_MARK = 2 * 1024 * 1024;

    /** How long a session may take for that much before it is closed. */
    Duration PATIENCE = Duration.ofSeconds(30);

    /** Adds a frame; dropped if the session is over. */
    void put(Command frame);

    /**
     * Waits until at most this many bytes are unsent, or the session is over.
     *
     * @param bytes {@link #OUTPUT_MARK} or {@link #REQUEST_MARK}
     */
    void awaitRoom(long bytes) throws InterruptedException;

    /**
     * Waits until this many bytes more fit into what all sessions together may leave unsent. For whoever is about to make a large frame.
     */
    void awaitRoomOfAll(long more) throws InterruptedException;
}
