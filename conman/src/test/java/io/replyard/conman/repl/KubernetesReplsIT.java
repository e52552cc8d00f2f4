package io.replyard.conman.repl;

import static io.replyard.conman.repl.ReplSamples.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.replyard.conman.metrics.ConmanMetrics;
import io.replyard.crds.Persistence;
import io.replyard.crds.ReplSpec;
import io.replyard.proto.claims.Repl;
import io.replyard.proto.claims.ReplToken;
import io.replyard.proto.claims.ResourceLimits;
import io.replyard.proto.token.VerifiedToken;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against the API server of the current kubeconfig, with Replyard's CRDs installed; in a namespace of its own. No operator is needed. */
class KubernetesReplsIT {
    private static final String NAMESPACE =
            "conman-it-" + UUID.randomUUID().toString().substring(0, 8);
    private static final Repl META = Repl.newBuilder()
            .setId("r1")
            .setLanguage("python3")
            .setBucket("b")
            .setSlug("hello")
            .setUser("alice")
            .build();

    private static KubernetesClient client;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private KubernetesClient counted;
    private ReplInformers informers;
    private KubernetesRepls repls;

    @BeforeAll
    static void namespace() {
        client = new KubernetesClientBuilder().build();
        client.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
    }

    @AfterAll
    static void cleanUp() {
        client.namespaces().withName(NAMESPACE).delete();
        client.close();
    }

    @BeforeEach
    void start() {
        counted = new KubernetesClientBuilder()
                .withHttpClientBuilderConsumer(
                        http -> http.addOrReplaceInterceptor("metrics", new ApiVerb(new ConmanMetrics(meters))))
                .build();
        informers = new ReplInformers(counted, NAMESPACE);
        repls = new KubernetesRepls(informers, counted, NAMESPACE);
        informers.start();
        await().until(repls::synced);
    }

    @AfterEach
    void stop() {
        informers.close();
        counted.close();
        // No kubelet looks after the pod that a test makes.
        client.pods().inNamespace(NAMESPACE).withGracePeriod(0).delete();
        client.resources(io.replyard.crds.Repl.class).inNamespace(NAMESPACE).delete();
        await().until(() -> client.resources(io.replyard.crds.Repl.class)
                .inNamespace(NAMESPACE)
                .list()
                .getItems()
                .isEmpty());
    }

    @Test
    void aNewReplIsOneWriteAndTheSameTokenAgainIsNone() throws Exception {
        VerifiedToken token = full(ReplToken.newBuilder().setRepl(META));

        io.replyard.crds.Repl made = repls.ensure(token);
        await().until(() -> repls.snapshot("r1").repl() != null);
        io.replyard.crds.Repl found = repls.ensure(token);

        assertThat(made.getSpec().language()).isEqualTo("python3");
        assertThat(made.getMetadata().getGeneration()).isEqualTo(1);
        assertThat(found.getMetadata().getResourceVersion())
                .isEqualTo(made.getMetadata().getResourceVersion());
        assertThat(requests("patch")).isEqualTo(1);
        assertThat(requests("get")).isZero();
    }

    @Test
    void limitsFollowTheTokenUpAndAway() throws Exception {
        repls.ensure(full(ReplToken.newBuilder()
                .setRepl(META)
                .setResourceLimits(ResourceLimits.newBuilder()
                        .setNet(true)
                        .setMemory(256L << 20)
                        .setThreads(.5))));
        ReplSpec limited = current().getSpec();
        await().until(() -> repls.snapshot("r1").repl() != null);
        ReplSpec unlimited =
                repls.ensure(full(ReplToken.newBuilder().setRepl(META))).getSpec();

        assertThat(Objects.requireNonNull(limited.resources()).memory()).hasToString("256Mi");
        assertThat(limited.resources().threads()).isEqualTo(.5);
        assertThat(unlimited.resources()).isNull();
    }

    @Test
    void anIdTokenWakesAKnownReplAndKeepsItsIdentity() throws Exception {
        repls.ensure(full(ReplToken.newBuilder().setRepl(META)));
        client.resources(io.replyard.crds.Repl.class)
                .inNamespace(NAMESPACE)
                .withName("r1")
                .scale(0);
        await().until(() -> shown() != null && !shown().getSpec().desiredAwake());

        ReplSpec woken = repls.ensure(id("r1", ReplToken.Persistence.EPHEMERAL)).getSpec();

        assertThat(woken.desiredAwake()).isTrue();
        assertThat(woken.language()).isEqualTo("python3");
        assertThat(woken.persistence()).isEqualTo(Persistence.EPHEMERAL);
    }

    @Test
    void anIdTokenForAReplThatTheWatchDoesNotShowYetIsServedAndForAnUnknownOneNothingIsMade() throws Exception {
        repls.ensure(full(ReplToken.newBuilder().setRepl(META)));

        assertThat(repls.ensure(id("r1", ReplToken.Persistence.PERSISTENT))
                        .getSpec()
                        .slug())
                .isEqualTo("hello");
        assertThatThrownBy(() -> repls.ensure(id("r2", ReplToken.Persistence.PERSISTENT)))
                .isInstanceOfSatisfying(
                        ReplRefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(ReplRefusedException.Reason.UNKNOWN_REPL));
        assertThat(client.resources(io.replyard.crds.Repl.class)
                        .inNamespace(NAMESPACE)
                        .withName("r2")
                        .get())
                .isNull();
    }

    @Test
    void aFieldThatTheApiServerRefusesIsNamed() {
        VerifiedToken token = full(
                ReplToken.newBuilder().setRepl(META.toBuilder().setSlug("a/b").build()));

        assertThatThrownBy(() -> repls.ensure(token)).isInstanceOfSatisfying(ReplRefusedException.class, e -> {
            assertThat(e.reason()).isEqualTo(ReplRefusedException.Reason.INVALID);
            assertThat(e.close().code()).isEqualTo(1008);
            assertThat(e.close().text()).contains("spec.slug");
        });
    }

    @Test
    void anotherLanguageChangesTheSpecAndTheSourceStays() throws Exception {
        repls.ensure(full(ReplToken.newBuilder()
                .setRepl(META.toBuilder().setSourceRepl("origin").build())));
        await().until(() -> repls.snapshot("r1").repl() != null);

        io.replyard.crds.Repl changed = repls.ensure(full(ReplToken.newBuilder()
                .setRepl(META.toBuilder()
                        .setLanguage("ruby")
                        .setSourceRepl("elsewhere")
                        .build())));

        assertThat(changed.getSpec().language()).isEqualTo("ruby");
        assertThat(changed.getSpec().sourceRepl()).isEqualTo("origin");
        assertThat(changed.getMetadata().getGeneration()).isEqualTo(2);
    }

    @Test
    void aSourceThatTheWatchDoesNotShowYetIsKeptToo() throws Exception {
        repls.ensure(full(ReplToken.newBuilder()
                .setRepl(META.toBuilder().setSourceRepl("origin").build())));
        ReplInformers blind = new ReplInformers(counted, NAMESPACE);

        io.replyard.crds.Repl again = new KubernetesRepls(blind, counted, NAMESPACE)
                .ensure(full(ReplToken.newBuilder()
                        .setRepl(META.toBuilder().setSourceRepl("elsewhere").build())));

        assertThat(again.getSpec().sourceRepl()).isEqualTo("origin");
    }

    @Test
    void aCertificateForOneUserDoesNotTakeOverAnothersRepl() throws Exception {
        repls.ensure(full(ReplToken.newBuilder().setRepl(META)));
        VerifiedToken mallory = token(
                ReplToken.newBuilder()
                        .setRepl(META.toBuilder().setUser("mallory").build()),
                "mallory");

        assertThatThrownBy(() -> repls.ensure(mallory))
                .isInstanceOfSatisfying(
                        ReplRefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(ReplRefusedException.Reason.FOREIGN_REPL));
        assertThat(current().getSpec().user()).isEqualTo("alice");
    }

    @Test
    void whatASignerForOneUserMakesFollowsItsTokenUpAndAwayToo() throws Exception {
        repls.ensure(token(
                ReplToken.newBuilder()
                        .setRepl(META)
                        .setResourceLimits(ResourceLimits.newBuilder().setMemory(256L << 20)),
                "alice"));
        assertThat(Objects.requireNonNull(current().getSpec().resources()).memory())
                .hasToString("256Mi");
        assertThat(requests("create")).isEqualTo(1);
        await().until(() -> shown() != null);

        repls.ensure(token(ReplToken.newBuilder().setRepl(META), "alice"));

        assertThat(current().getSpec().resources()).isNull();
    }

    @Test
    void watchersHearOfTheirReplAndItsPodOnly() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        io.replyard.crds.Repl made = repls.ensure(full(ReplToken.newBuilder().setRepl(META)));
        String uid = made.getMetadata().getUid();
        Repls.Subscription subscription = repls.watch("r1", new Repls.Watcher() {
            @Override
            public void changed() {
                heard.add("changed");
            }

            @Override
            public void deleted(String gone) {
                heard.add(gone);
            }
        });
        await().until(() -> repls.snapshot("r1").repl() != null);

        client.resource(ReplSamples.pod("warm-1", made)
                        .withNewSpec()
                        .withNodeName("nowhere")
                        .addNewContainer()
                        .withName("repl")
                        .withImage("none")
                        .addNewEnv()
                        .withName("REPL_LANGUAGE")
                        .withValue("ruby")
                        .endEnv()
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
        await().until(() -> repls.snapshot("r1").pod() != null);
        PodView pod = Objects.requireNonNull(repls.snapshot("r1").pod());
        client.resources(io.replyard.crds.Repl.class)
                .inNamespace(NAMESPACE)
                .withName("r1")
                .delete();

        await().until(() -> heard.contains(uid));
        assertThat(pod.madeFor(spec().language("ruby").build())).isTrue();
        assertThat(pod.madeFor(spec().build())).isFalse();
        assertThat(repls.snapshot("r1").repl()).isNull();
        subscription.cancel();
    }

    private io.replyard.crds.@Nullable Repl shown() {
        return repls.snapshot("r1").repl();
    }

    private static io.replyard.crds.Repl current() {
        return client.resources(io.replyard.crds.Repl.class)
                .inNamespace(NAMESPACE)
                .withName("r1")
                .get();
    }

    private double requests(String verb) {
        io.micrometer.core.instrument.Counter counter =
                meters.find("replyard.conman.api.requests").tag("verb", verb).counter();
        return counter == null ? 0 : counter.count();
    }

    private static VerifiedToken full(ReplToken.Builder token) {
        return token(token, null);
    }

    private static VerifiedToken id(String id, ReplToken.Persistence persistence) {
        return token(
                ReplToken.newBuilder()
                        .setId(ReplToken.ReplID.newBuilder().setId(id))
                        .setPersistence(persistence),
                null);
    }

    private static VerifiedToken token(ReplToken.Builder token, @Nullable String onlyForUser) {
        return new VerifiedToken(token.build(), Instant.EPOCH, Instant.MAX, "tests", onlyForUser);
    }
}
