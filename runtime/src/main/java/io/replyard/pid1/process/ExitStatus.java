package io.replyard.pid1.process;

/**
 * How a program ended.
 *
 * @param code its exit code; meaningless if a signal ended it
 * @param signal the signal that ended it; 0 if it exited by itself
 * @param coreDumped whether that left a core file
 */
public record ExitStatus(int code, int signal, boolean coreDumped) {
    public static final int SIGKILL = 9;

    public boolean success() {
        return signal == 0 && code == 0;
    }

    /** Go's wording, which clients compare with: {@code exit status 3}, {@code signal: killed}. */
    public String describe() {
        if (signal == 0) {
            return "exit status " + code;
        }
        return "signal: " + signalName() + (coreDumped ? " (core dumped)" : "");
    }

    private String signalName() {
        return switch (signal) {
            case 1 -> "hangup";
            case 2 -> "interrupt";
            case 3 -> "quit";
            case 4 -> "illegal instruction";
            case 5 -> "trace/breakpoint trap";
            case 6 -> "aborted";
            case 7 -> "bus error";
            case 8 -> "floating point exception";
            case SIGKILL -> "killed";
            case 10 -> "user defined signal 1";
            case 11 -> "segmentation fault";
            case 12 -> "user defined signal 2";
            case 13 -> "broken pipe";
            case 14 -> "alarm clock";
            case 15 -> "terminated";
            case 16 -> "stack fault";
            case 24 -> "CPU time limit exceeded";
            case 25 -> "file size limit exceeded";
            case 26 -> "virtual timer expired";
            case 27 -> "profiling timer expired";
            case 29 -> "I/O possible";
            case 30 -> "power failure";
            case 31 -> "bad system call";
            default -> "signal " + signal;
        };
    }
}
