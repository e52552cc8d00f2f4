package io.replyard.pid1.process;

import java.io.IOException;
import java.time.Duration;

/** The bytes that a program writes. For one reader, on a virtual thread. */
public interface ProgramOutput extends AutoCloseable {
    /**
     * Reads what is there, without waiting.
     *
     * @return the number of bytes; 0 if there is nothing now; -1 at the end
     */
    int read(byte[] into, int offset, int length) throws IOException;

    /** Waits until there is something to read, the end, or {@link #wake}. May return early. */
    void await() throws InterruptedException;

    /** As {@link #await()}, but no longer than that. */
    void await(Duration atMost) throws InterruptedException;

    /** Lets a waiting {@link #await()} return. */
    void wake();

    @Override
    void close();
}
