package io.replyard.pid1.process;

import java.util.List;

/** The one reaper of the test JVM: it takes every child there is, so there must not be two. */
public final class SharedProcesses {
    public static final OomWatch OOM_WATCH = new OomWatch();
    public static final ProcessWatch PROCESS_WATCH = new ProcessWatch(0);
    public static final DiskWatch DISK_WATCH = new DiskWatch(0, List.of());
    public static final Processes PROCESSES =
            new Processes(OOM_WATCH::killed, PROCESS_WATCH, DISK_WATCH, new PolicyGate(""));

    private SharedProcesses() {}
}
