package io.replyard.pid1.process;

import static io.replyard.pid1.process.LibC.Function.waitid;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Collects dead children. It first only looks (WNOWAIT): the dead process keeps its number. Then, under the lock under
 * which children are born and registered, it knows whose child that was, and takes it.
 */
final class Reaper implements Runnable {
    private static final Logger LOG = System.getLogger(Reaper.class.getName());
    private static final int ANY = 0;
    private static final int BY_PID = 1;
    private static final int EXITED = 4;
    private static final int NO_WAIT = 0x01000000;
    private static final int CLD_EXITED = 1;
    private static final int CLD_DUMPED = 3;

    // siginfo_t of SIGCHLD, 64-bit Linux.
    private static final long SIGINFO_BYTES = 128;
    private static final long CODE = 8;
    private static final long PID = 16;
    private static final long STATUS = 24;

    /** How often to look while there are no children: orphans of a kubectl exec arrive without a birth. */
    private static final Duration IDLE_LOOK = Duration.ofSeconds(2);

    private final ReentrantLock births;
    private final Map<Integer, Program> programs;
    private final Consumer<String> onKilled;
    private final Semaphore born = new Semaphore(0);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopping;

    Reaper(ReentrantLock births, Map<Integer, Program> programs, Consumer<String> onKilled) {
        this.births = births;
        this.programs = programs;
        this.onKilled = onKilled;
    }

    void aChildWasBorn() {
        born.release();
    }

    /** Stops as soon as there are no children; waits that long for it. */
    void stopWhenChildless(Duration patience) throws InterruptedException {
        stopping = true;
        born.release();
        if (!ended.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.log(Level.DEBUG, "children are left after the time given to end");
        }
    }

    @Override
    public void run() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(SIGINFO_BYTES, 8);
            boolean goOn = true;
            while (goOn) {
                int result = LibC.call(waitid, ANY, 0, info.address(), EXITED | NO_WAIT);
                if (result == 0) {
                    take(info);
                } else if (result == -LibC.ECHILD) {
                    goOn = !stopping;
                    if (goOn && born.tryAcquire(IDLE_LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                        born.drainPermits();
                    }
                } else if (result != -LibC.EINTR) {
                    LOG.log(Level.ERROR, "waitid failed, children are reaped no more: " + LibC.errorText(-result));
                    goOn = false;
                }
            }
        } catch (InterruptedException unforeseen) {
            LOG.log(Level.ERROR, "the reaper was interrupted", unforeseen);
        } finally {
            ended.countDown();
        }
    }

    private void take(MemorySegment info) {
        int pid = info.get(ValueLayout.JAVA_INT, PID);
        ExitStatus status = status(info);
        boolean killed = status.signal() == ExitStatus.SIGKILL;
        String name = killed ? ProcessTable.name(pid) : "";
        Program program;
        births.lock();
        try {
            program = programs.remove(pid);
            if (program != null) {
                program.aboutToBeReaped();
            }
            LibC.call(waitid, BY_PID, pid, info.address(), EXITED);
        } finally {
            births.unlock();
        }
        if (killed) {
            onKilled.accept(name);
        }
        if (program != null) {
            program.exited(status);
        } else {
            LOG.log(Level.DEBUG, () -> "reaped the orphan " + pid + ": " + status.describe());
        }
    }

    private static ExitStatus status(MemorySegment info) {
        int code = info.get(ValueLayout.JAVA_INT, CODE);
        int value = info.get(ValueLayout.JAVA_INT, STATUS);
        return code == CLD_EXITED ? new ExitStatus(value, 0, false) : new ExitStatus(0, value, code == CLD_DUMPED);
    }
}
