package io.replyard.pid1.wire;

import io.replyard.proto.session.CloseCode;
import io.replyard.proto.session.SessionProtocol;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The memory that large messages of all sessions together may take until they are done with. pid1's heap is small, so
 * they come one after the other. Small ones do not count; each session's window bounds those.
 */
final class MessageMemory {
    /** Room for one message of the largest size. */
    static final int BYTES = SessionProtocol.MAX_MESSAGE_BYTES;

    private static final int SMALL = 64 * 1024;
    private static final int PATIENCE_SECONDS = 30;

    private final Semaphore free = new Semaphore(BYTES, true);

    /**
     * Waits for the memory of a frame.
     *
     * @return how much to give back
     * @throws ProtocolViolation if there was none for a long time; the client may try again
     */
    int take(int bytes) throws InterruptedException, ProtocolViolation {
        if (bytes <= SMALL) {
            return 0;
        }
        if (!free.tryAcquire(bytes, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new ProtocolViolation(CloseCode.TRY_AGAIN, "too many large messages at once; try again");
        }
        return bytes;
    }

    void giveBack(int bytes) {
        free.release(bytes);
    }
}
