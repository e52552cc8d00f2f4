package io.replyard.pid1.channel;

/** The memory that a frame counts for, until it is released. */
public interface Hold {
    /** Nothing that counts. */
    Hold NOTHING = new Hold() {
        @Override
        public void release() {}

        @Override
        public void onRevoked(Runnable letGo) {}
    };

    /** The frame is needed no more. Does nothing the second time. */
    void release();

    /**
     * Says how to let go of the content early: its sender's session has been closed, because others need the memory. In place of what was said
     * before.
     *
     * @param letGo leads to {@link #release}, soon; runs at most once and on any thread, at once if the session is closed already
     */
    void onRevoked(Runnable letGo);
}
