package io.replyard.pid1.process;

import static io.replyard.pid1.process.LibC.Function.prctl;
import static io.replyard.pid1.process.LibC.Function.signal;

/**
 * Shuts pid1 off from the programs beside it, which run under the same user id. A non-dumpable process cannot be
 * attached to with ptrace, and its /proc/1/{mem,environ,maps,fd,…} belong to root; that also ends core dumps and jcmd
 * for pid1, and lets nothing but what was opened before write to /proc/self.
 */
final class Hardening {
    private static final int PR_SET_DUMPABLE = 4;

    /** SIGHUP, SIGINT and SIGQUIT: the first two would stop pid1, the last one would fill its log with the stacks of its threads. */
    private static final int[] UNWANTED = {1, 2, 3};

    private static final long SIG_IGN = 1;

    private Hardening() {}

    /**
     * Makes this process non-dumpable and deaf to the signals that only a program could send; SIGTERM, the node's word, is left. What a program starts has
     * all its signals at their defaults, see {@link Spawner}. Call it after {@link Processes} has been made, which opens a file of /proc/self, and
     * before it starts a program.
     *
     * @throws IllegalStateException if the kernel refuses
     */
    static void shutOffFromPrograms() {
        int result = LibC.call(prctl, PR_SET_DUMPABLE, 0, 0, 0, 0);
        if (result < 0) {
            throw new IllegalStateException("prctl(PR_SET_DUMPABLE, 0): " + LibC.errorText(-result));
        }
        for (int unwanted : UNWANTED) {
            LibC.call(signal, unwanted, SIG_IGN);
        }
    }
}
