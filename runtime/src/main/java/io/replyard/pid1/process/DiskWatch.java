package io.replyard.pid1.process;

import static io.replyard.pid1.process.LibC.Function.getpid;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.LongConsumer;

/**
 * Keeps what programs have on the disk below a quota, sooner than the kubelet, and with what the kubelet does not see: files that have lost their name and
 * are still open. Above it all programs are killed, so that such files go, and until something has been removed no other starts.
 *
 * <p>It looks only while there are programs: every second at how much the node's disk has gained, and only if the quota may have been reached by that, at
 * the files.
 */
public final class DiskWatch {
    /** The kernel's words for it. */
    public static final String EXCEEDED = "disk quota exceeded";

    private static final Duration LOOK = Duration.ofSeconds(1);

    /** What others free on the node hides what is written here, so files are looked at now and then in any case. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** Looking at the files takes a twentieth of the time at most. */
    private static final int REST = 20;

    /** How long somebody waits for a look, before the last one counts. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int RLIMIT_FSIZE = 1;

    private final List<String> roots;
    private final DiskUsage quota;
    private final Semaphore used = new Semaphore(0);
    private volatile LongConsumer onFull = found -> {};
    private volatile boolean above;

    // Of the last look at the files; guarded by this.
    private DiskUsage disk = DiskUsage.NONE;
    private DiskUsage found = DiskUsage.NONE;
    private boolean looked;
    private long lookedAt;
    private long duration;
    private long looks;

    /**
     * @param bytes the quota; 0 means none
     * @param roots absolute paths of the folders in which programs can write, none in another
     */
    public DiskWatch(long bytes, List<String> roots) {
        this.quota = DiskUsage.quota(bytes);
        this.roots = List.copyOf(roots);
    }

    /**
     * Says who is told when programs have been killed.
     *
     * @param heard takes the bytes that were found
     */
    public void onFull(LongConsumer heard) {
        onFull = heard;
    }

    /** Starts to watch, if there is a quota and all processes that can be seen are the Repl's own; and no file may be larger than the quota, at once. */
    void start() {
        if (quota.bytes() > 0 && LibC.call(getpid) == 1) {
            limitFiles();
            Thread.ofPlatform().daemon().name("disk-watch").start(this::run);
        }
    }

    /** Of this process; what it starts inherits it. */
    private void limitFiles() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment limit = arena.allocate(ValueLayout.JAVA_LONG, 2);
            limit.setAtIndex(ValueLayout.JAVA_LONG, 0, quota.bytes());
            limit.setAtIndex(ValueLayout.JAVA_LONG, 1, quota.bytes());
            LibC.call(LibC.Function.setrlimit, RLIMIT_FSIZE, limit.address());
        }
    }

    /** A program has started, or something has been written for a client: there is a reason to look. */
    public void isUsed() {
        used.release();
    }

    /** Whether there is more on the disk than the quota. If there was, it is looked at anew, as something may have been removed: that takes a second. */
    public boolean isAbove() {
        if (above) {
            awaitLook();
        }
        return above;
    }

    /** The look itself is work for the thread that watches: a virtual thread would hold up all others for as long as that takes. */
    private synchronized void awaitLook() {
        long seen = looks;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long left = PATIENCE.toMillis();
        used.release();
        try {
            while (looks == seen && left > 0) {
                wait(left);
                left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                used.acquire();
                do {
                    used.drainPermits();
                    Thread.sleep(LOOK);
                    lookIfItMayBeFull();
                } while (ProcessTable.tasks(0) != 0);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void lookIfItMayBeFull() {
        DiskUsage now = FileStatus.ofFileSystem("/");
        boolean mayBeFull = found.plus(now.minus(disk)).exceeds(quota);
        if (mayLook() && (!looked || above || mayBeFull || age() >= LONGEST.toNanos())) {
            boolean before = above;
            look(now);
            if (above) {
                Processes.killAll();
            }
            if (above && !before) {
                onFull.accept(found.bytes());
            }
        }
        looks++;
        notifyAll();
    }

    private long age() {
        return System.nanoTime() - lookedAt;
    }

    private boolean mayLook() {
        return !looked || age() >= duration * REST;
    }

    private void look(DiskUsage now) {
        long start = System.nanoTime();
        found = DiskScan.of(roots, quota);
        above = found.exceeds(quota);
        disk = now;
        looked = true;
        lookedAt = System.nanoTime();
        duration = lookedAt - start;
    }
}
