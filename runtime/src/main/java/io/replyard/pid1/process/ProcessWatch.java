package io.replyard.pid1.process;

import static io.replyard.pid1.process.LibC.Function.getpid;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;

/**
 * Keeps the programs of the Repl below a number of processes and threads; the kernel counts those of a user on the whole node, or not at all. When there
 * are more, all programs are killed with one call: the kernel lets nobody fork meanwhile, so nothing that forks as fast as it can escapes.
 *
 * <p>It looks only while there are programs, and counts only when the kernel has given away so many numbers since the last count that there may be too
 * many. Its thread is there before the first program, and starts no other: with a fork bomb in the pod there may be none to be had.
 */
public final class ProcessWatch {
    private static final Duration LOOK = Duration.ofMillis(100);

    /** The number of the last process is not to be relied on everywhere (gVisor), so it is counted now and then in any case. */
    private static final Duration COUNT = Duration.ofSeconds(10);

    private final int limit;
    private final Semaphore born = new Semaphore(0);
    private volatile IntConsumer onTooMany = found -> {};

    /**
     * @param limit processes and threads beside pid1; 0 means none
     */
    public ProcessWatch(int limit) {
        this.limit = limit;
    }

    /**
     * Says who is told when programs have been killed.
     *
     * @param heard takes the number of processes and threads that were found, or only that of the processes; must be quick
     */
    public void onTooMany(IntConsumer heard) {
        onTooMany = heard;
    }

    /** Starts to watch, if there is a limit and all processes that can be seen are the Repl's own. */
    void start() {
        if (limit > 0 && LibC.call(getpid) == 1) {
            Thread.ofPlatform().daemon().name("process-watch").start(this::run);
        }
    }

    void aChildWasBorn() {
        born.release();
    }

    private void run() {
        try {
            while (true) {
                born.acquire();
                born.drainPermits();
                watchUntilAllAreGone();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void watchUntilAllAreGone() throws InterruptedException {
        ProcessCount last = ProcessCount.NONE;
        do {
            Thread.sleep(LOOK);
            long number = ProcessTable.lastNumber();
            if (last.mayExceed(limit, number) || last.age().compareTo(COUNT) >= 0) {
                ProcessCount now = new ProcessCount(ProcessTable.tasks(limit), number, System.nanoTime());
                if (now.tasks() > limit) {
                    Processes.killAll();
                }
                // The dead that are not reaped yet are no news.
                if (now.tasks() > limit && last.tasks() <= limit) {
                    onTooMany.accept(now.tasks());
                }
                last = now;
            }
        } while (last.tasks() != 0);
    }

    /**
     * How many there were.
     *
     * @param tasks processes and threads; negative if they could not be counted
     * @param number that of the last process born before they were counted
     * @param nanoTime when
     */
    record ProcessCount(int tasks, long number, long nanoTime) {
        static final ProcessCount NONE = new ProcessCount(-1, -1, 0);

        /** Whether there may be more than that by now, when the last number given away is this. */
        boolean mayExceed(int limit, long now) {
            // Numbers begin anew after the largest; and each process and thread takes one.
            return tasks < 0 || number < 0 || now < number || tasks + (now - number) > limit;
        }

        private Duration age() {
            return Duration.ofNanos(System.nanoTime() - nanoTime);
        }
    }
}
