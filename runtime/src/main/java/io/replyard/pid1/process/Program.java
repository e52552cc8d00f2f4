package io.replyard.pid1.process;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A running program, the leader of a session of its own, together with everything that it starts in that session. */
public final class Program {
    private static final int SIGHUP = 1;
    private static final int SIGKILL = 9;
    private static final int SIGCONT = 18;
    private static final int POLL_MILLIS = 10;
    private static final int KILL_ATTEMPTS = 200;

    private final Processes processes;
    private final int pid;
    private final ProgramOutput output;
    private final @Nullable ProgramInput input;
    private final @Nullable Terminal terminal;
    private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
    private volatile boolean sessionEmpty;

    Program(
            Processes processes,
            int pid,
            ProgramOutput output,
            @Nullable ProgramInput input,
            @Nullable Terminal terminal) {
        this.processes = processes;
        this.pid = pid;
        this.output = output;
        this.input = input;
        this.terminal = terminal;
    }

    /** The process id, which is also the id of its session. */
    public int pid() {
        return pid;
    }

    /** What it writes. Ends when nobody holds its output any more, which may be later than its own exit. */
    public ProgramOutput output() {
        return output;
    }

    /** What it reads; empty if it was started without input. */
    public Optional<ProgramInput> input() {
        return Optional.ofNullable(input);
    }

    /** Its terminal; empty if it was started on pipes. */
    public Optional<Terminal> terminal() {
        return Optional.ofNullable(terminal);
    }

    /** Completes when the program itself, not its descendants, has ended and is reaped. */
    public CompletableFuture<ExitStatus> exit() {
        return exit;
    }

    /**
     * Kills the program and all of its session that lives now, at once; its output stays readable.
     *
     * @return how many processes that were
     */
    public int kill() {
        List<Integer> members = members();
        members.forEach(member -> processes.signal(member, SIGKILL));
        return members.size();
    }

    /**
     * Ends the whole session: a hang-up, as when a terminal is closed, then the kill for what is left. Blocks until no
     * member lives, and closes the descriptors.
     *
     * @param grace how long the hang-up may take
     */
    public void end(Duration grace) throws InterruptedException {
        for (int member : members()) {
            processes.signal(member, SIGHUP);
            processes.signal(member, SIGCONT);
        }
        long deadline = System.nanoTime() + grace.toNanos();
        boolean left = !members().isEmpty();
        while (left && System.nanoTime() < deadline) {
            Thread.sleep(POLL_MILLIS);
            left = !members().isEmpty();
        }
        // Repeated because a member may have forked between the listing and the kill.
        for (int i = 0; i < KILL_ATTEMPTS && kill() > 0; i++) {
            Thread.sleep(POLL_MILLIS);
        }
        release();
    }

    /** Closes our side of the program's input and output. What still runs in the session gets a hang-up or EPIPE. */
    public void release() {
        if (input != null) {
            input.close();
        }
        output.close();
    }

    /** Whether anything of the session still lives. */
    public boolean isSessionAlive() {
        return !members().isEmpty();
    }

    private List<Integer> members() {
        // A session without members cannot get new ones, and its number may by now mean another.
        return sessionEmpty ? List.of() : ProcessTable.session(pid);
    }

    /** Called between the program's death and its reaping, while its number cannot be given to another. */
    void aboutToBeReaped() {
        sessionEmpty = ProcessTable.session(pid).isEmpty();
    }

    void exited(ExitStatus status) {
        exit.complete(status);
    }
}
