package io.replyard.operator.repl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.replyard.crds.Repl;
import io.replyard.operator.OperatorSettings;
import io.replyard.operator.cluster.EventRecorder;
import io.replyard.operator.cluster.SessionKeys;
import io.replyard.operator.language.LanguageCatalog;
import io.replyard.operator.repl.plan.PlannerSettings;
import io.replyard.operator.repl.plan.ReplPlanner;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The whole loop, with the SDK's own timers, against an API server that refuses. */
class RefusedWritesTest {
    private static final Path TEST_FILES = Path.of("src/test/resources/io/replyard/operator");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String RESIZE = "PATCH /api/v1/namespaces/repls/pods/demo/resize";
    private static final String CREATE = "POST /api/v1/namespaces/repls/pods";
    private static final String STATUS = "PATCH /apis/replyard.io/v1alpha1/namespaces/repls/repls/demo/status";

    @Test
    void aResizeIsToldOnceTriedSeldomAndAskedAnewUnderAnotherSpec() throws IOException {
        ObjectNode situation = ready();
        ((ObjectNode) situation.at("/repl/spec")).putObject("resources").put("memory", "900Gi");
        try (StrictApi api = new StrictApi(situation)) {
            api.refuse(RESIZE);
            running(api, () -> {
                await().atMost(PATIENCE).until(() -> refusals(api) >= 3);

                assertThat(api.count(RESIZE)).isEqualTo(refusals(api));
                assertThat(api.events()).containsExactly("ResizeRefused");
                assertThat(api.status().path("phase").asText()).isEqualTo("Ready");
                assertThat(refusal(api).path("reason").asText()).isEqualTo("ResizeRefused");
                assertThat(refusal(api).path("message").asText()).contains("maximum memory usage per Pod is 64Gi");

                api.accept("1Gi");
                await().atMost(PATIENCE).until(() -> refusal(api).isMissingNode());
                await().atMost(PATIENCE).until(() -> api.events().contains("Resized"));

                assertThat(api.events()).containsExactly("ResizeRefused", "Resized");
            });
        }
    }

    @Test
    void aPodIsToldOnceAndTheReplHasFailed() throws IOException {
        ObjectNode situation = ready();
        situation.remove("pod");
        ((ObjectNode) situation.get("repl")).remove("status");
        try (StrictApi api = new StrictApi(situation)) {
            api.refuse(CREATE);
            running(api, () -> {
                await().atMost(PATIENCE).until(() -> refusals(api) >= 3);

                assertThat(api.count(CREATE)).isEqualTo(refusals(api));
                assertThat(api.events()).containsExactly("PodRefused");
                assertThat(api.status().path("phase").asText()).isEqualTo("Failed");
            });
        }
    }

    @Test
    void aStatusIsToldOfOnceThoughItIsTriedAgain() throws IOException {
        ObjectNode situation = ready();
        ((ObjectNode) situation.get("repl")).remove("status");
        try (StrictApi api = new StrictApi(situation)) {
            api.refuse(STATUS);
            running(api, () -> {
                await().atMost(PATIENCE).until(() -> api.count(STATUS) >= 3);

                assertThat(api.events()).containsExactly("StatusRefused");
            });
        }
    }

    /** Quarkus finds out by itself what is reconciled, the SDK alone wants to be told. */
    private record Plain(ReplReconciler reconciler) implements Reconciler<Repl> {
        @Override
        public List<EventSource<?, Repl>> prepareEventSources(EventSourceContext<Repl> context) {
            return reconciler.prepareEventSources(context);
        }

        @Override
        public UpdateControl<Repl> reconcile(Repl repl, Context<Repl> context) {
            return reconciler.reconcile(repl, context);
        }
    }

    private interface Check {
        void run() throws IOException;
    }

    private static void running(StrictApi api, Check check) throws IOException {
        OperatorSettings settings = settings();
        PlannerSettings planning = new ReplBeans().settings(settings);
        Clock clock = Clock.systemUTC();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(api.config()).build()) {
            ReplPlanner planner = new ReplPlanner(planning);
            ReplActions actions = new ReplActions(
                    planner,
                    new PodWriter(planning, new SessionKeys(settings)),
                    new EventRecorder(client, clock, meters),
                    meters);
            ReplReconciler reconciler = new ReplReconciler(settings, planner, actions, new LanguageCatalog(), clock);
            Operator operator = new Operator(
                    overrider -> overrider.withKubernetesClient(client).withCloseClientOnStop(false));
            operator.register(new Plain(reconciler), reconciler::updateConfigurationFrom);
            operator.start();
            try {
                check.run();
            } finally {
                operator.stop();
            }
        }
    }

    private static OperatorSettings settings() {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withDefaultValues(Map.of(
                        "replyard.repls-namespace", "repls",
                        "replyard.runtime.image", "replyard/runtime:1",
                        "replyard.restart-backoff.initial", "1s",
                        "replyard.session-certificates",
                                TEST_FILES.resolve("cluster/session-1.crt").toString()))
                .withMapping(OperatorSettings.class)
                .build()
                .getConfigMapping(OperatorSettings.class);
    }

    private static ObjectNode ready() throws IOException {
        return new KubernetesSerialization()
                .unmarshal(Files.readString(TEST_FILES.resolve("repl/plan/base/ready.yaml")), ObjectNode.class);
    }

    private static int refusals(StrictApi api) {
        return api.status().path("refusals").asInt();
    }

    private static JsonNode refusal(StrictApi api) {
        return StreamSupport.stream(api.status().path("conditions").spliterator(), false)
                .filter(condition -> condition.get("type").asText().equals("Refused"))
                .findFirst()
                .orElse(api.status().path("none"));
    }
}
