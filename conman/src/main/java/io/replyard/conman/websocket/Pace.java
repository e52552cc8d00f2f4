package io.replyard.conman.websocket;

/** How fast frames may come. */
@FunctionalInterface
public interface Pace {
    /**
     * A frame has come.
     *
     * @param now of {@link System#nanoTime}
     * @return how long to read nothing, nanoseconds; 0 to go on
     */
    long frame(long now);
}
