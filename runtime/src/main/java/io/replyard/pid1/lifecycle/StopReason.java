package io.replyard.pid1.lifecycle;

/** Why pid1 ends. The operator learns it from the exit code. */
public enum StopReason {
    /** The Repl has nothing to do and sleeps; the operator then wants it asleep. */
    SLEEP(0),
    /** It could not start. */
    FAILED_START(1),
    /** SIGTERM or SIGINT; 128 + SIGTERM, as shells say it. */
    SIGNALLED(143);

    private final int exitCode;

    StopReason(int exitCode) {
        this.exitCode = exitCode;
    }

    /** The exit code that says so. */
    public int exitCode() {
        return exitCode;
    }
}
