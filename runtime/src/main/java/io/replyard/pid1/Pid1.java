package io.replyard.pid1;

import io.replyard.pid1.channel.Hub;
import io.replyard.pid1.identity.ReplIdentity;
import io.replyard.pid1.identity.ThisPod;
import io.replyard.pid1.lifecycle.Boot;
import io.replyard.pid1.lifecycle.Shutdown;
import io.replyard.pid1.lifecycle.StopReason;
import io.replyard.pid1.lifecycle.StopSequence;
import io.replyard.pid1.log.LineLogger;
import io.replyard.pid1.process.DiskWatch;
import io.replyard.pid1.process.OomWatch;
import io.replyard.pid1.process.PolicyGate;
import io.replyard.pid1.process.ProcessWatch;
import io.replyard.pid1.process.Processes;
import io.replyard.pid1.process.ProcessesOnDemand;
import io.replyard.pid1.program.Launcher;
import io.replyard.pid1.project.ProjectFolder;
import io.replyard.pid1.wire.SessionServer;
import io.replyard.proto.session.SessionProtocol;
import io.replyard.proto.token.SessionTokenVerifier;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** The first process of a Repl: serves its channels until it is told to stop. */
public final class Pid1 {
    private static final Logger LOG = System.getLogger(Pid1.class.getName());

    private static final Duration FIRST_CLIENT_PATIENCE = Duration.ofSeconds(1);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);
    private static final Duration STOP_GRACE = Duration.ofSeconds(2);

    private final SessionServer server;
    private final Supplier<Processes> processes;
    private final Boot boot;
    private final Hub hub;

    private Pid1(SessionServer server, Supplier<Processes> processes, Boot boot, Hub hub) {
        this.server = server;
        this.processes = processes;
        this.boot = boot;
        this.hub = hub;
    }

    /** Runs until SIGTERM or SIGINT. The exit code is that of a {@link StopReason}. */
    public static void main(String[] arguments) throws InterruptedException {
        Thread.setDefaultUncaughtExceptionHandler(Pid1::onDeathOf);
        Shutdown shutdown = new Shutdown();
        // A third of what a waiting client waits for; where there is a second processor, it is done beside the rest.
        Thread.ofPlatform().daemon().name("warm-up").start(SessionTokenVerifier::warmUp);
        try {
            // First of all: whoever dials us early waits in the backlog instead of being refused.
            SessionServer server = new SessionServer(new InetSocketAddress(SessionProtocol.PORT));
            ThisPod pod = ThisPod.from(System.getenv());
            ReplIdentity repl = ReplIdentity.from(System.getenv());
            OomWatch oomWatch = new OomWatch();
            ProcessWatch processWatch = new ProcessWatch(repl.processes());
            DiskWatch diskWatch = new DiskWatch(repl.diskBytes(), writable(pod.home()));
            PolicyGate policyGate = new PolicyGate(pod.shutAddress());
            ProcessesOnDemand processes = new ProcessesOnDemand(oomWatch::killed, processWatch, diskWatch, policyGate);
            Pid1 pid1 = start(server, pod, repl, processes, oomWatch, processWatch, diskWatch);
            shutdown.prepare(pid1::stop);
            LOG.log(Level.INFO, "ready on port " + SessionProtocol.PORT);
            // A client that was waiting for the Repl comes first; while it reads its greeting, the programs get ready.
            pid1.boot.awaitFirstSession(FIRST_CLIENT_PATIENCE);
            processes.make();
        } catch (IllegalArgumentException | IllegalStateException | IOException wrong) {
            LOG.log(Level.ERROR, "pid1 cannot start: " + wrong.getMessage());
            shutdown.stop(StopReason.FAILED_START);
        }
        new CountDownLatch(1).await();
    }

    /** Without its own few platform threads, or the one that accepts, pid1 is of no use: better a new one. */
    private static void onDeathOf(Thread thread, Throwable cause) {
        LOG.log(Level.ERROR, "the thread \"" + thread.getName() + "\" has died", cause);
        if (!thread.isVirtual() || thread.getName().equals(SessionServer.ACCEPTING_THREAD)) {
            Runtime.getRuntime().halt(1);
        }
    }

    /** Puts the parts together and serves that Repl. */
    static Pid1 start(
            SessionServer server,
            ThisPod pod,
            ReplIdentity repl,
            Supplier<Processes> processes,
            OomWatch oomWatch,
            ProcessWatch processWatch,
            DiskWatch diskWatch)
            throws IOException {
        LineLogger.setRepl(repl.id());
        Path project = Files.createDirectories(pod.home().resolve(repl.slug()));
        Launcher launcher = new Launcher(processes, project, repl.environment());
        Boot boot = new Boot();
        Hub hub = new Hub(Services.all(launcher, new ProjectFolder(project), diskWatch), boot);
        server.accept(hub, new SessionTokenVerifier(pod.sessionKeys(), repl.id(), pod.uid(), Clock.systemUTC()));
        oomWatch.start(name -> {
            LOG.log(Level.WARNING, "out of memory: the kernel has killed " + (name.isEmpty() ? "a program" : name));
            hub.toast(outOfMemory(name, repl.memoryBytes()));
        });
        processWatch.onTooMany(found -> {
            LOG.log(
                    Level.WARNING,
                    "too many processes: " + found + " of " + repl.processes() + ", all programs were killed");
            hub.toast(tooManyProcesses(repl.processes()));
        });
        diskWatch.onFull(found -> {
            String used = (found >> 20) + " MiB or more used of " + (repl.diskBytes() >> 20) + " MiB";
            LOG.log(Level.WARNING, "disk: " + used + ", all programs were killed");
            hub.toast("All programs were stopped: the disk of this Repl is full, " + used + ". Remove some files.");
        });
        return new Pid1(server, processes, boot, hub);
    }

    static String outOfMemory(String name, long limit) {
        String who = name.isEmpty() ? "A program" : "“" + name + "”";
        String what = limit > 0 ? "more than the " + (limit >> 20) + " MiB of memory" : "more memory than";
        return who + " was stopped: the programs of this Repl together needed " + what + " they may use.";
    }

    /** Where programs can write in an image that has nothing unusual. */
    private static List<String> writable(Path home) {
        return List.of(home.toString(), "/tmp", "/var/tmp", "/run/lock", "/dev/termination-log");
    }

    static String tooManyProcesses(int limit) {
        return "All programs were stopped: this Repl may have " + limit + " processes and threads, and had more.";
    }

    int port() {
        return server.port();
    }

    /** Tells the sessions, closes them, ends every program. Takes a few seconds at most. */
    void stop() {
        new StopSequence()
                .then("announcing it", Duration.ofSeconds(1), hub::announceSleep)
                .then(
                        "closing the sessions",
                        CLOSE_PATIENCE.multipliedBy(2),
                        () -> server.goAway("Repl is stopping", CLOSE_PATIENCE))
                .then("closing the channels", Duration.ofSeconds(1), hub::closeChannels)
                // Told to end, then killed: each may take as long as the grace.
                .then(
                        "ending the programs",
                        STOP_GRACE.multipliedBy(3),
                        () -> processes.get().endAll(STOP_GRACE))
                .run();
    }
}
