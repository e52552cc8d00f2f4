package io.replyard.pid1.process;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Notices when the kernel has killed a program for want of memory, by the container's own counter. It looks when a child
 * has died of SIGKILL, and every few seconds, because the victim may be a program's child that pid1 never sees.
 */
public final class OomWatch {
    private static final Logger LOG = System.getLogger(OomWatch.class.getName());
    private static final String UNKNOWN = "";
    private static final int LOOK_SECONDS = 3;

    /** Version 2 and version 1 of control groups, as a container sees its own. */
    private static final List<Path> COUNTERS =
            List.of(Path.of("/sys/fs/cgroup/memory.events"), Path.of("/sys/fs/cgroup/memory/memory.oom_control"));

    private final List<Path> counters;
    private final BlockingQueue<String> killed = new LinkedBlockingQueue<>();

    public OomWatch() {
        this(COUNTERS);
    }

    OomWatch(List<Path> counters) {
        this.counters = counters;
    }

    /** A process of that name has died of SIGKILL. */
    public void killed(String name) {
        killed.add(name);
    }

    /**
     * Starts to watch, if this container has such a counter.
     *
     * @param onOutOfMemory hears the victim's short name, or "" where that is unknown; once per look
     */
    public void start(Consumer<String> onOutOfMemory) {
        long now = count();
        if (now < 0) {
            LOG.log(Level.INFO, "no counter of out-of-memory kills; such kills will not be explained");
            return;
        }
        Thread.ofVirtual().name("oom-watch").start(() -> watch(now, onOutOfMemory));
    }

    private void watch(long before, Consumer<String> onOutOfMemory) {
        long seen = before;
        try {
            while (true) {
                String name = killed.poll(LOOK_SECONDS, TimeUnit.SECONDS);
                long now = count();
                if (now > seen) {
                    onOutOfMemory.accept(name == null ? UNKNOWN : name);
                }
                seen = Math.max(seen, now);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** The counter; -1 if there is none. */
    private long count() {
        for (Path counter : counters) {
            try {
                if (Files.isReadable(counter)) {
                    return read(Files.readAllLines(counter));
                }
            } catch (IOException | NumberFormatException unreadable) {
                LOG.log(Level.DEBUG, () -> "cannot read " + counter + ": " + unreadable);
            }
        }
        return -1;
    }

    /** Both versions have a line {@code oom_kill N}. */
    private static long read(List<String> lines) {
        for (String line : lines) {
            if (line.startsWith("oom_kill ")) {
                return Long.parseLong(line.substring("oom_kill ".length()).strip());
            }
        }
        return -1;
    }
}
