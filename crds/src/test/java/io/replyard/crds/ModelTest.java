package io.replyard.crds;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Objects survive the way to YAML and back, and look there as people expect. */
class ModelTest {
    private final KubernetesSerialization yaml = new KubernetesSerialization();

    @Test
    void messagesArePlainAndShort() {
        Instant at = Instant.parse("2026-03-01T12:00:00Z");
        String hostile = "a\u001b[2J\nNode: fine\r" + "x".repeat(2000);

        String condition = new ReplCondition("Ready", "False", "Error", hostile, at, 1L).message();
        String termination = String.valueOf(new ReplTermination("Error", hostile, 1, false, at).message());

        assertThat(condition).startsWith("a?[2J Node: fine x").hasSize(1000).endsWith("…");
        assertThat(termination).isEqualTo(condition);
    }

    @Test
    void replComesBackEqual() {
        Repl repl = new Repl();
        repl.setMetadata(
                new ObjectMetaBuilder().withName("demo").withNamespace("repls").build());
        repl.setSpec(ReplSpecBuilder.builder(ReplSpec.of("demo", "python3", "my-project", "ada", "files"))
                .sourceRepl("origin")
                .persistence(Persistence.EPHEMERAL)
                .resources(new ReplResources(true, new Quantity("512Mi"), 1.5, 0.2, new Quantity("1Gi")))
                .flags(List.of("beta"))
                .replicas(0)
                .build());
        repl.setStatus(ReplStatusBuilder.builder()
                .phase(ReplPhase.FAILED)
                .conditions(List.of(new ReplCondition(
                        ReplCondition.READY,
                        "False",
                        "OOMKilled",
                        "out of memory",
                        Instant.parse("2026-01-02T03:04:05Z"),
                        7L)))
                .podName("demo")
                .endpoint("10.0.0.7:4561")
                .replicas(1)
                .selector("replyard.io/repl=demo")
                .restarts(2)
                .nextRestartAt(Instant.parse("2026-01-02T03:04:15Z"))
                .lastTermination(
                        new ReplTermination("OOMKilled", null, 137, true, Instant.parse("2026-01-02T03:04:04Z")))
                .observedGeneration(7L)
                .build());

        String text = yaml.asYaml(repl);
        Repl back = yaml.unmarshal(text, Repl.class);

        assertThat(back.getSpec()).isEqualTo(repl.getSpec());
        assertThat(back.getStatus()).isEqualTo(repl.getStatus());
        assertThat(text)
                .contains("persistence: \"Ephemeral\"")
                .contains("phase: \"Failed\"")
                .contains("nextRestartAt: \"2026-01-02T03:04:15Z\"")
                .contains("lastTransitionTime: \"2026-01-02T03:04:05Z\"");
    }

    @Test
    void languageComesBackEqual() {
        Language language = new Language();
        language.setMetadata(new ObjectMetaBuilder().withName("default").build());
        language.setSpec(new LanguageSpec(
                "replyard/lang-default:1",
                RuntimeSource.INCLUDED,
                ImagePullPolicy.NEVER,
                Map.of("A", "$(B)"),
                500,
                null,
                null));

        Language back = yaml.unmarshal(yaml.asYaml(language), Language.class);

        assertThat(back.getSpec()).isEqualTo(language.getSpec());
        assertThat(yaml.asYaml(language)).contains("imagePullPolicy: \"Never\"").contains("runtime: \"Included\"");
    }

    @Test
    void fieldsOfALaterVersionAreIgnored() {
        Repl repl = yaml.unmarshal("""
                apiVersion: replyard.io/v1alpha1
                kind: Repl
                metadata: {name: demo}
                spec: {id: demo, language: c, slug: s, user: u, bucket: b, later: 1}
                status: {later: {x: 1}}
                """, Repl.class);

        assertThat(repl.getSpec()).isEqualTo(ReplSpec.of("demo", "c", "s", "u", "b"));
        assertThat(repl.getSpec().desiredAwake()).isTrue();
    }

    @Test
    void aPatchOfTheStatusAloneHoldsNoSpec() {
        Repl patch = new Repl();
        patch.setMetadata(new ObjectMetaBuilder().withName("demo").build());
        patch.setStatus(ReplStatusBuilder.builder()
                .phase(ReplPhase.ASLEEP)
                .replicas(0)
                .observedGeneration(1L)
                .build());

        assertThat(yaml.asYaml(patch)).doesNotContain("spec").doesNotContain("null");
    }
}
