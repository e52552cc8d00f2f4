package io.replyard.pid1;

import io.replyard.pid1.channel.Hub;
import io.replyard.pid1.process.OomWatch;
import io.replyard.pid1.process.Processes;
import io.replyard.pid1.process.ProcessesOnDemand;
import io.replyard.pid1.process.ProgramEnvironment;
import io.replyard.pid1.wire.SessionServer;
import io.replyard.proto.session.SessionProtocol;
import io.replyard.proto.token.SessionTokenVerifier;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** The first process of a Repl: serves its channels until it is told to stop. */
public final class Pid1 {
    private static final Logger LOG = System.getLogger(Pid1.class.getName());

    /** 128 + SIGTERM, as shells say it. Code 0 would tell the operator that the Repl chose to sleep and wants to stay so. */
    static final int TOLD_TO_STOP = 143;

    private static final Duration FIRST_CLIENT_PATIENCE = Duration.ofSeconds(1);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);
    private static final Duration STOP_GRACE = Duration.ofSeconds(2);

    private final SessionServer server;
    private final Hub hub;
    private final Supplier<Processes> processes;

    private Pid1(SessionServer server, Hub hub, Supplier<Processes> processes) {
        this.server = server;
        this.hub = hub;
        this.processes = processes;
    }

    /** Runs until SIGTERM or SIGINT; the exit code is {@link #TOLD_TO_STOP} then, and 1 if it could not start. */
    public static void main(String[] arguments) throws InterruptedException {
        Thread.setDefaultUncaughtExceptionHandler(Pid1::onDeathOf);
        try {
            // First of all: whoever dials us early waits in the backlog instead of being refused.
            SessionServer server = new SessionServer(new InetSocketAddress(SessionProtocol.PORT));
            Settings settings = Settings.from(System.getenv());
            OomWatch oomWatch = new OomWatch();
            ProcessesOnDemand processes = new ProcessesOnDemand(oomWatch::killed);
            Pid1 pid1 = start(server, settings, System.getenv(), processes, oomWatch);
            pid1.stopOnSignal();
            LOG.log(Level.INFO, "ready on port " + SessionProtocol.PORT);
            // A client that was waiting for the Repl comes first; while it reads its greeting, the programs get ready.
            pid1.hub.awaitFirstSession(FIRST_CLIENT_PATIENCE);
            processes.make();
        } catch (IllegalArgumentException | IllegalStateException | IOException wrong) {
            LOG.log(Level.ERROR, "pid1 cannot start: " + wrong.getMessage());
            System.exit(1);
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

    /** Puts the parts together and serves. */
    static Pid1 start(
            SessionServer server,
            Settings settings,
            Map<String, String> environment,
            Supplier<Processes> processes,
            OomWatch oomWatch)
            throws IOException {
        Files.createDirectories(settings.project());
        Hub hub = new Hub(Services.all(processes, settings.project(), ProgramEnvironment.from(environment)));
        server.accept(
                hub,
                new SessionTokenVerifier(
                        settings.sessionKeys(), settings.replId(), settings.podUid(), Clock.systemUTC()));
        oomWatch.start(name -> {
            LOG.log(Level.WARNING, "out of memory: the kernel has killed " + (name.isEmpty() ? "a program" : name));
            hub.toast(outOfMemory(name, settings.memoryBytes()));
        });
        return new Pid1(server, hub, processes);
    }

    static String outOfMemory(String name, long limit) {
        String who = name.isEmpty() ? "A program" : "“" + name + "”";
        String what = limit > 0 ? "more than the " + (limit >> 20) + " MiB of memory" : "more memory than";
        return who + " was stopped: the programs of this Repl together needed " + what + " they may use.";
    }

    int port() {
        return server.port();
    }

    /** The JVM turns both signals into its shutdown; left alone it would exit with 143. */
    void stopOnSignal() {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            stop();
                            Runtime.getRuntime().halt(TOLD_TO_STOP);
                        },
                        "stop"));
    }

    /** Tells the sessions, closes them, ends every program. Takes a few seconds at most. */
    void stop() {
        LOG.log(Level.INFO, "stopping");
        try {
            hub.announceSleep();
            server.goAway("Repl is stopping", CLOSE_PATIENCE);
            hub.closeChannels();
            processes.get().endAll(STOP_GRACE);
        } catch (InterruptedException impatient) {
            LOG.log(Level.WARNING, "stopping was interrupted", impatient);
        }
        LOG.log(Level.INFO, "stopped");
    }
}
