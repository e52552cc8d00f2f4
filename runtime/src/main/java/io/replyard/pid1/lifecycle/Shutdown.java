package io.replyard.pid1.lifecycle;

/** The end of this JVM: what is done before it, and the exit code that says why it came. */
public final class Shutdown {
    private volatile StopReason reason = StopReason.SIGNALLED;

    /**
     * Has that done before the JVM ends for any reason. To the JVM, SIGTERM and SIGINT are just one more way into its
     * shutdown, on which it would choose the exit code itself.
     *
     * @param work returns when pid1 may end; within the pod's grace period
     */
    public void prepare(Runnable work) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            // Before the work: what is decided while pid1 stops already, is not why it stops.
                            int exitCode = reason.exitCode();
                            work.run();
                            Runtime.getRuntime().halt(exitCode);
                        },
                        "stop"));
    }

    /** Ends the JVM, in order. Does not return; so no work that {@link #prepare} was given may wait for the caller. */
    public void stop(StopReason why) {
        reason = why;
        System.exit(why.exitCode());
    }
}
