package io.replyard.conman.gateway;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.replyard.conman.metrics.ConmanMetrics;
import io.replyard.conman.repl.PodView;
import io.replyard.conman.repl.ReplQueue;
import io.replyard.conman.session.SessionTimes;
import io.replyard.conman.wake.SessionOpener;
import io.replyard.conman.wake.WakeServices;
import io.replyard.proto.claims.GovalSigningAuthority;
import io.replyard.proto.claims.Repl;
import io.replyard.proto.claims.ReplToken;
import io.replyard.proto.token.DevelopmentKey;
import io.replyard.proto.token.Ed25519Keys;
import io.replyard.proto.token.SessionTokenSigner;
import io.replyard.proto.token.TokenSigner;
import io.vertx.core.Vertx;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The real gateway on a real port, with a fake cluster and a fake pid1 behind it. */
final class GatewayFixture implements AutoCloseable {
    static final String REPL = "repl-1";
    static final String POD_UID = "pod-uid-1";
    static final PodView POD = new PodView(POD_UID, "127.0.0.1", false, null, Map.of());
    static final SessionTimes QUICK = new SessionTimes(
            Duration.ofSeconds(20),
            Duration.ofMillis(100),
            Duration.ofSeconds(25),
            Duration.ofSeconds(10),
            Duration.ofMillis(300));

    final Vertx vertx = Vertx.vertx();
    final FakeRepls repls = new FakeRepls();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final OpenSessions sessions;
    final FakePid1 pid1;
    final PublicPort open;
    final int pid1Port;
    final int port;
    private final KeyPair key;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

    GatewayFixture(SessionTimes times) throws Exception {
        this(times, new PublicPort.Limits(4_000, 0, Duration.ofSeconds(5)));
    }

    GatewayFixture(SessionTimes times, PublicPort.Limits limits) throws Exception {
        key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        ConmanMetrics metrics = new ConmanMetrics(meters);
        open = new PublicPort(2, limits, metrics);
        pid1 = new FakePid1(vertx, key.getPublic(), REPL, POD_UID);
        pid1Port = pid1.listen(0);
        sessions = new OpenSessions(metrics);
        WakeServices services = new WakeServices(
                workers,
                new TrustedKeys(Optional.empty(), true, "development", Clock.systemUTC()),
                new SessionTokenSigner(
                        key.getPrivate(),
                        Ed25519Keys.keyId(key.getPublic()),
                        Clock.systemUTC(),
                        Duration.ofSeconds(60)),
                repls,
                new ReplQueue(repls, workers, clock),
                new SessionOpener(open.alloc(), pid1Port),
                metrics,
                Clock.systemUTC());
        Gateway gateway = new Gateway(services, times, sessions);
        port = open.open("127.0.0.1", 0, gateway);
    }

    PublicKey sessionKey() {
        return key.getPublic();
    }

    TestClient connect() throws Exception {
        return connect(token());
    }

    TestClient connect(String token) throws Exception {
        return TestClient.connect(vertx, port, "/wsv2/" + token);
    }

    static String token() {
        return token("development");
    }

    static String token(String cluster) {
        Instant now = Instant.now();
        ReplToken token = ReplToken.newBuilder()
                .setIat(com.google.protobuf.Timestamp.newBuilder().setSeconds(now.getEpochSecond() - 5))
                .setCluster(cluster)
                .setPersistence(ReplToken.Persistence.NONE)
                .setRepl(Repl.newBuilder()
                        .setId(REPL)
                        .setLanguage("python3")
                        .setBucket("b")
                        .setSlug("hello")
                        .setUser("alice"))
                .setPresenced(ReplToken.Presenced.newBuilder().setBearerID(7).setBearerName("alice"))
                .addFlags("experiment")
                .build();
        return TokenSigner.sign(
                token,
                GovalSigningAuthority.newBuilder()
                        .setKeyId("dev")
                        .setIssuer("tests")
                        .build(),
                DevelopmentKey.privateKey());
    }

    double count(String meter, String tag, String value) {
        io.micrometer.core.instrument.Counter counter =
                meters.find(meter).tag(tag, value).counter();
        return counter == null ? 0 : counter.count();
    }

    @Override
    public void close() throws Exception {
        open.close();
        // What is taken and not given back is taken for ever.
        await().atMost(Duration.ofSeconds(20)).until(open::unreturned, left -> left == 0);
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        workers.shutdownNow();
        clock.shutdownNow();
    }
}
