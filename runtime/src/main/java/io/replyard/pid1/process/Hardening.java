package io.replyard.pid1.process;

import static io.replyard.pid1.process.LibC.Function.prctl;

/**
 * Shuts pid1 off from the programs beside it, which run under the same user id. A non-dumpable process cannot be
 * attached to with ptrace, and its /proc/1/{mem,environ,maps,fd,…} belong to root; that also ends core dumps and jcmd
 * for pid1, and lets nothing but what was opened before write to /proc/self.
 */
final class Hardening {
    private static final int PR_SET_DUMPABLE = 4;

    private Hardening() {}

    /**
     * Makes this process non-dumpable. Call it after {@link Processes} has been made, which opens a file of /proc/self, and
     * before it starts a program.
     *
     * @throws IllegalStateException if the kernel refuses
     */
    static void shutOffFromPrograms() {
        int result = LibC.call(prctl, PR_SET_DUMPABLE, 0, 0, 0, 0);
        if (result < 0) {
            throw new IllegalStateException("prctl(PR_SET_DUMPABLE, 0): " + LibC.errorText(-result));
        }
    }
}
