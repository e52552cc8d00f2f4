package io.replyard.pid1.wire;

import java.util.HashSet;
import java.util.Set;

/**
 * Ends the reads of connections whose time is over. One thread looks, at the earliest time at which one can be over, so that a read costs no timer of its own.
 * (Of a virtual thread it would; and the first one makes a client wait for classes that Java's AOT cache does not hold.)
 */
final class Deadlines {
    private static final long NANOS_PER_MS = 1_000_000;

    /** Guarded by itself, which is told when one comes. */
    private final Set<PeerInput> inputs = new HashSet<>();

    void start() {
        Thread.ofPlatform().daemon().name("deadlines").start(this::run);
    }

    /** Looks after a connection, until it is forgotten. Call it again when it can be late earlier than it could before. */
    void watch(PeerInput input) {
        synchronized (inputs) {
            inputs.add(input);
            inputs.notifyAll();
        }
    }

    void forget(PeerInput input) {
        synchronized (inputs) {
            inputs.remove(input);
        }
    }

    private void run() {
        try {
            synchronized (inputs) {
                while (true) {
                    long left = endThoseThatAreLate();
                    // 0 is for ever: until one comes.
                    inputs.wait(left == Long.MAX_VALUE ? 0 : left / NANOS_PER_MS + 1);
                }
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nanoseconds until the next one may be late. */
    private long endThoseThatAreLate() {
        long now = System.nanoTime();
        long next = Long.MAX_VALUE;
        for (PeerInput input : Set.copyOf(inputs)) {
            long left = input.left(now);
            if (left > 0) {
                next = Math.min(next, left);
            } else {
                inputs.remove(input);
                input.tooLate();
            }
        }
        return next;
    }
}
