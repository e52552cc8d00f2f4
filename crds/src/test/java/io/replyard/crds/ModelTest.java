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
    void replComesBackEqual() {
        Repl repl = new Repl();
        repl.setMetadata(
                new ObjectMetaBuilder().withName("demo").withNamespace("repls").build());
        repl.setSpec(new ReplSpec(
                "demo",
                "python3",
                "my-project",
                "ada",
                "files",
                "origin",
                Persistence.EPHEMERAL,
                new ReplResources(true, new Quantity("512Mi"), 1.5, 0.2, new Quantity("1Gi")),
                List.of("beta"),
                0));
        repl.setStatus(new ReplStatus(
                ReplPhase.FAILED,
                List.of(new ReplCondition(
                        ReplCondition.READY,
                        "False",
                        "OOMKilled",
                        "out of memory",
                        Instant.parse("2026-01-02T03:04:05Z"),
                        7L)),
                "demo",
                "10.0.0.7:4561",
                1,
                "replyard.io/repl=demo",
                2,
                Instant.parse("2026-01-02T03:04:15Z"),
                new ReplTermination("OOMKilled", null, 137, true, Instant.parse("2026-01-02T03:04:04Z")),
                7L));

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
        language.setSpec(new LanguageSpec("replyard/lang-default:1", ImagePullPolicy.NEVER, Map.of("A", "$(B)"), null));

        Language back = yaml.unmarshal(yaml.asYaml(language), Language.class);

        assertThat(back.getSpec()).isEqualTo(language.getSpec());
        assertThat(yaml.asYaml(language)).contains("imagePullPolicy: \"Never\"");
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
        assertThat(repl.getSpec().wishedAwake()).isTrue();
    }

    @Test
    void aPatchOfTheStatusAloneHoldsNoSpec() {
        Repl patch = new Repl();
        patch.setMetadata(new ObjectMetaBuilder().withName("demo").build());
        patch.setStatus(new ReplStatus(ReplPhase.ASLEEP, null, null, null, 0, null, null, null, null, 1L));

        assertThat(yaml.asYaml(patch)).doesNotContain("spec").doesNotContain("null");
    }
}
