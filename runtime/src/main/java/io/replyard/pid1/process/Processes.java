package io.replyard.pid1.process;

import static io.replyard.pid1.process.LibC.Function.close;
import static io.replyard.pid1.process.LibC.Function.getpid;
import static io.replyard.pid1.process.LibC.Function.kill;
import static io.replyard.pid1.process.LibC.Function.pipe2;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Starts programs, signals them, and reaps them together with every orphan that ends up with pid1. */
public final class Processes {
    private static final Logger LOG = System.getLogger(Processes.class.getName());
    private static final int O_CLOEXEC = 0x80000;
    private static final int EVERYBODY = -1;
    private static final int SIGHUP = 1;
    private static final int SIGKILL = 9;
    private static final int SIGTERM = 15;
    private static final int SIGCONT = 18;

    private final Readiness readiness = new Readiness();
    private final OomScore oomScore = new OomScore();

    /** Held while a child is born and registered, and while one is reaped: so no exit is met before its registration. */
    private final ReentrantLock births = new ReentrantLock();

    private final Map<Integer, Program> programs = new ConcurrentHashMap<>();

    /** Guarded by births. */
    private boolean yielding = LibC.call(getpid) == 1;

    private final Reaper reaper;
    private final ProcessWatch watch;
    private final DiskWatch disk;
    private final PolicyGate gate;

    /**
     * Starts reaping. One per JVM: it takes every child there is.
     *
     * @param onKilled hears the short name of each reaped process that SIGKILL has ended
     * @param watch keeps them below a number; started here
     * @param disk keeps what they write below a quota; started here
     * @param gate holds them back until network policies hold the pod; started here
     */
    public Processes(Consumer<String> onKilled, ProcessWatch watch, DiskWatch disk, PolicyGate gate) {
        this.watch = watch;
        this.disk = disk;
        this.gate = gate;
        gate.start();
        watch.start();
        disk.start();
        reaper = new Reaper(births, programs, onKilled);
        Thread.ofPlatform().daemon().name("reaper").start(reaper);
    }

    /**
     * Starts a program.
     *
     * @throws LaunchException if it cannot be started, in Go's words
     * @throws IOException if there are no descriptors or terminals left
     */
    public Program start(Launch launch, Terminal.Size size) throws IOException {
        checkThatTheKernelReadsItSo(launch);
        if (disk.isAbove()) {
            throw new LaunchException("fork/exec " + launch.arguments().getFirst() + ": " + DiskWatch.EXCEEDED);
        }
        gate.pass();
        String file = ExecutableSearch.find(launch.arguments().getFirst(), launch.environment(), launch.directory());
        return switch (launch.stdio()) {
            case TERMINAL -> onTerminal(file, launch, size);
            case PIPES -> onPipes(file, launch, true);
            case OUTPUT_ONLY -> onPipes(file, launch, false);
        };
    }

    /** The kernel's strings end at a NUL, and it knows of no names and values: one variable could be made to set another. */
    private static void checkThatTheKernelReadsItSo(Launch launch) throws LaunchException {
        for (String argument : launch.arguments()) {
            if (argument.indexOf('\0') >= 0) {
                throw new LaunchException("exec: an argument holds a NUL byte");
            }
        }
        for (Map.Entry<String, String> variable : launch.environment().entrySet()) {
            String name = variable.getKey();
            if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
                throw new LaunchException("exec: env: a variable's name is empty or holds = or a NUL byte");
            }
            if (variable.getValue().indexOf('\0') >= 0) {
                throw new LaunchException("exec: env: the value of " + name + " holds a NUL byte");
            }
        }
    }

    private Program onTerminal(String file, Launch launch, Terminal.Size size) throws IOException {
        List<Descriptor> ourEnds = new ArrayList<>();
        try {
            Terminal terminal = Terminal.open(readiness, size);
            ourEnds.add(terminal.master());
            Descriptor inputEnd = terminal.master().duplicate();
            ourEnds.add(inputEnd);
            ProgramInput input = new ProgramInput(inputEnd);
            return born(
                    file,
                    launch,
                    new Spawner.Stdio.Device(terminal.path()),
                    pid -> new Program(this, pid, terminal.master(), input, terminal));
        } catch (IOException | RuntimeException failed) {
            ourEnds.forEach(Descriptor::close);
            throw failed;
        }
    }

    private Program onPipes(String file, Launch launch, boolean withInput) throws IOException {
        List<Integer> childEnds = new ArrayList<>();
        List<Descriptor> ourEnds = new ArrayList<>();
        try {
            Pipe outputPipe = pipe();
            childEnds.add(outputPipe.writeEnd());
            Descriptor output = new Descriptor(readiness, outputPipe.readEnd());
            ourEnds.add(output);
            if (!withInput) {
                Spawner.Stdio stdio =
                        new Spawner.Stdio.Inherited(Spawner.Stdio.Inherited.NO_INPUT, outputPipe.writeEnd());
                return born(file, launch, stdio, pid -> new Program(this, pid, output, null, null));
            }
            Pipe inputPipe = pipe();
            childEnds.add(inputPipe.readEnd());
            Descriptor inputEnd = new Descriptor(readiness, inputPipe.writeEnd());
            ourEnds.add(inputEnd);
            ProgramInput input = new ProgramInput(inputEnd);
            Spawner.Stdio stdio = new Spawner.Stdio.Inherited(inputPipe.readEnd(), outputPipe.writeEnd());
            return born(file, launch, stdio, pid -> new Program(this, pid, output, input, null));
        } catch (IOException | RuntimeException failed) {
            ourEnds.forEach(Descriptor::close);
            throw failed;
        } finally {
            childEnds.forEach(end -> LibC.call(close, end));
        }
    }

    private interface Register {
        Program program(int pid);
    }

    private Program born(String file, Launch launch, Spawner.Stdio stdio, Register register) throws LaunchException {
        births.lock();
        try {
            oomScore.raise();
            int pid;
            try {
                pid = spawn(file, launch, stdio);
            } finally {
                oomScore.restore();
            }
            if (pid < 0) {
                throw new LaunchException("fork/exec " + launch.arguments().getFirst() + ": " + LibC.errorText(-pid));
            }
            Program program = register.program(pid);
            programs.put(pid, program);
            reaper.aChildWasBorn();
            watch.aChildWasBorn();
            disk.isUsed();
            return program;
        } finally {
            births.unlock();
        }
    }

    /**
     * As process 1 it comes before all programs, or a thousand of them that all want to run would keep it from ending them. Else there is no container
     * around it all, and programs would yield to the whole machine.
     */
    private int spawn(String file, Launch launch, Spawner.Stdio stdio) {
        int pid = Spawner.spawn(file, launch, stdio, yielding);
        if (pid == -LibC.EPERM && yielding) {
            yielding = false;
            pid = Spawner.spawn(file, launch, stdio, false);
            LOG.log(Level.WARNING, "programs may weigh as much as pid1: their scheduling policy cannot be set here");
        }
        return pid;
    }

    private record Pipe(int readEnd, int writeEnd) {}

    private static Pipe pipe() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(ValueLayout.JAVA_INT, 2);
            int result = LibC.call(pipe2, ends.address(), O_CLOEXEC);
            if (result < 0) {
                throw new IOException("pipe2: " + LibC.errorText(-result));
            }
            return new Pipe(ends.getAtIndex(ValueLayout.JAVA_INT, 0), ends.getAtIndex(ValueLayout.JAVA_INT, 1));
        }
    }

    void signal(int pid, int signal) {
        int result = LibC.call(kill, pid, signal);
        if (result < 0) {
            LOG.log(Level.DEBUG, () -> "signal " + signal + " to " + pid + ": " + LibC.errorText(-result));
        }
    }

    /** Kills every process of the container but this one, which is process 1, in one call: nothing forks away from it. */
    static void killAll() {
        LibC.call(kill, EVERYBODY, SIGKILL);
    }

    /**
     * Ends everything and stops reaping: a hang-up and a request to terminate, then the kill. As process 1 that means
     * every process of the container, else every session that was started here.
     */
    public void endAll(Duration grace) throws InterruptedException {
        if (LibC.call(getpid) == 1) {
            for (int signal : new int[] {SIGHUP, SIGTERM, SIGCONT}) {
                LibC.call(kill, EVERYBODY, signal);
            }
            reaper.stopWhenChildless(grace);
            killAll();
        } else {
            for (Program program : List.copyOf(programs.values())) {
                program.end(grace);
            }
        }
        reaper.stopWhenChildless(grace);
    }
}
