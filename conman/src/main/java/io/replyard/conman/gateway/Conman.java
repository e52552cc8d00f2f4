package io.replyard.conman.gateway;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.replyard.conman.ConmanSettings;
import io.replyard.conman.metrics.ConmanMetrics;
import io.replyard.conman.repl.ApiVerb;
import io.replyard.conman.repl.KubernetesRepls;
import io.replyard.conman.repl.ReplInformers;
import io.replyard.conman.repl.ReplQueue;
import io.replyard.conman.repl.Repls;
import io.replyard.conman.session.SessionTimes;
import io.replyard.conman.wake.SessionOpener;
import io.replyard.conman.wake.WakeServices;
import io.replyard.crds.ReplPods;
import io.replyard.proto.token.Ed25519Keys;
import io.replyard.proto.token.SessionTokenSigner;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Puts conman together, starts it and takes it down. Everything that can be wrong with the settings stops the start. */
@Singleton
final class Conman {
    private static final Logger LOG = Logger.getLogger(Conman.class);
    private static final Duration SESSION_TOKEN_TTL = Duration.ofSeconds(60);
    private static final Duration KEYS_REFRESH = Duration.ofSeconds(5);
    /** Many connections may wait for the API server at a time, not all of them. */
    private static final int WORKERS = 64;
    /**
     * How much memory may be kept for clients and pods that do not read, the kernel's buffers included: a little less than the heap, which leaves a fifth
     * of the container for Java itself. See docs/operating.md.
     */
    private static final long MOST_HELD = Runtime.getRuntime().maxMemory() / 10 * 9;
    /** How long a connection may take to say what it wants. */
    private static final Duration REQUEST_HEAD = Duration.ofSeconds(5);
    /** So that one that is busy does not stop everybody. */
    private static final int LEAST_LOOPS = 2;

    private final ConmanSettings settings;
    private final KubernetesClient client;
    private final ReplInformers informers;
    private final TrustedKeys keys;
    private final ExecutorService workers = Executors.newFixedThreadPool(
            WORKERS, Thread.ofVirtual().name("conman-", 0).factory());
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("conman-clock").daemon().factory());
    private final PublicPort port;
    private final OpenSessions sessions;
    private final Gateway gateway;

    Conman(ConmanSettings settings, Config cluster, MeterRegistry registry) {
        Clock clock = Clock.systemUTC();
        ConmanMetrics metrics = new ConmanMetrics(registry);
        this.settings = settings;
        this.keys = new TrustedKeys(settings.rootKeys(), settings.development(), settings.cluster(), clock);
        this.client = new KubernetesClientBuilder()
                .withConfig(cluster)
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("metrics", new ApiVerb(metrics)))
                .build();
        this.informers = new ReplInformers(client, settings.replsNamespace());
        this.port = new PublicPort(
                Math.max(LEAST_LOOPS, Runtime.getRuntime().availableProcessors()),
                new PublicPort.Limits(settings.maxConnections(), settings.maxConnectionsPerAddress(), REQUEST_HEAD),
                metrics);
        this.sessions = new OpenSessions(metrics);
        Repls repls = new KubernetesRepls(informers, client, settings.replsNamespace());
        WakeServices services = new WakeServices(
                workers,
                keys,
                sessionTokens(settings, clock),
                repls,
                new ReplQueue(repls, workers, clockwork),
                new SessionOpener(port.alloc(), ReplPods.PORT),
                metrics,
                clock);
        this.gateway = new Gateway(services, SessionTimes.within(settings.bootDeadline()), sessions);
    }

    void start(@Observes StartupEvent event) {
        informers.start();
        long period = KEYS_REFRESH.toSeconds();
        // Elsewhere, because a task of the clock that fails would be its last.
        var _ = clockwork.scheduleWithFixedDelay(
                () -> workers.execute(keys::refresh), period, period, TimeUnit.SECONDS);
        var _ = clockwork.scheduleWithFixedDelay(
                () -> workers.execute(() -> sessions.shed(MOST_HELD)), 1, 1, TimeUnit.SECONDS);
        port.open(settings.host(), settings.port(), gateway);
        LOG.infof(
                "conman of cluster %s serves the Repls of namespace %s%s",
                settings.cluster(),
                settings.replsNamespace(),
                settings.development() ? "; anybody can make tokens for it (replyard.development)" : "");
    }

    /** SIGTERM: the port is still open, so that the sessions can be told. */
    void drain(@Observes ShutdownDelayInitiatedEvent event) throws InterruptedException {
        sessions.drain(settings.drain());
    }

    void stop(@Observes ShutdownEvent event) {
        port.close();
        clockwork.shutdownNow();
        informers.close();
        workers.shutdownNow();
        client.close();
    }

    boolean ready() {
        return informers.synced() && !sessions.draining();
    }

    private static SessionTokenSigner sessionTokens(ConmanSettings settings, Clock clock) {
        try {
            PrivateKey key = Ed25519Keys.privateFromPem(Files.readString(settings.sessionKey()));
            return new SessionTokenSigner(
                    key, Ed25519Keys.keyId(Ed25519Keys.publicKeyOf(key)), clock, SESSION_TOKEN_TTL);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "replyard.session-key (" + settings.sessionKey()
                            + ") must be a PKCS #8 PEM file with an Ed25519 key: " + e.getMessage(),
                    e);
        }
    }
}
