package io.replyard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.replyard.crds.Language;
import io.replyard.crds.LanguageSpecBuilder;
import io.replyard.crds.PodAdditionsBuilder;
import io.replyard.crds.ReplCondition;
import io.replyard.crds.ReplPhase;
import io.replyard.crds.ReplResources;
import io.replyard.proto.claims.ReplToken;
import io.replyard.proto.claims.ResourceLimits;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a Language says about the pods of its Repls, and what the API server says to that. */
class LanguagePodIT {
    private static final String NET = "replyard.io/net";
    private static final long GIB = 1L << 30;

    @Test
    void aLanguageSaysWhatItsPodsGet() throws Exception {
        Language language = create();
        try (TestRepl repl = TestRepl.named("additions")) {
            ReplToken.Builder token = repl.token(language);
            ResourceLimits limits = token.getResourceLimits();
            // Limits without a word of net would say no to it: an absent false is a false in proto3.
            token.clearResourceLimits();
            try (Person person = Person.at(token)) {
                assertThat(person.run("echo", "here")).isEqualTo("here\n");
                assertThat(repl.pod().getMetadata().getLabels())
                        .containsEntry("team", "a")
                        .containsEntry(NET, "true")
                        .containsEntry("app.kubernetes.io/managed-by", "replyard-operator");
                assertThat(repl.pod().getSpec().getTolerations())
                        .anyMatch(toleration -> "gpu".equals(toleration.getKey()));

                // A token that says no is obeyed, by a pod that never had the network.
                String before = repl.pod().getMetadata().getUid();
                token.setResourceLimits(limits.toBuilder().setNet(false));
                try (Person other = Person.at(token)) {
                    assertThat(other.run("echo", "anew")).isEqualTo("anew\n");
                }
                assertThat(person.awaitClose().reason()).isNotBlank();
                assertThat(repl.pod().getMetadata().getUid()).isNotEqualTo(before);
                assertThat(repl.pod().getMetadata().getLabels()).containsEntry(NET, "false");
            }
        } finally {
            Lab.kubernetes().resource(language).delete();
        }
    }

    @Test
    void limitsThatAreRefusedAreAConditionAndTheReplGoesOn() throws Exception {
        try (TestRepl repl = TestRepl.named("refused");
                Person person = Person.at(repl.token())) {
            ReplToken.Builder larger = repl.token();
            larger.setResourceLimits(larger.getResourceLimits().toBuilder().setMemory(900 * GIB));
            try (Person second = Person.at(larger)) {
                repl.awaitThat(
                        "refused",
                        seen -> seen.getStatus()
                                .condition(ReplCondition.REFUSED)
                                .filter(refused -> refused.reason().equals("ResizeRefused"))
                                .isPresent());
                assertThat(second.run("echo", "here")).isEqualTo("here\n");
            }
            assertThat(person.run("echo", "still")).isEqualTo("still\n");
            assertThat(repl.awaitPhase(ReplPhase.READY).getStatus().nextTryAt()).isNotNull();
        }
    }

    private static Language create() {
        Language language = new Language();
        language.setMetadata(new ObjectMetaBuilder()
                .withName("pods-" + UUID.randomUUID().toString().substring(0, 8))
                .build());
        language.setSpec(LanguageSpecBuilder.builder(
                        Lab.languages().withName("default").require().getSpec())
                .resources(new ReplResources(true, null, null, null, null))
                .pod(PodAdditionsBuilder.builder()
                        .labels(Map.of("team", "a"))
                        .tolerations(List.of(new TolerationBuilder()
                                .withKey("gpu")
                                .withOperator("Exists")
                                .build()))
                        .build())
                .build());
        return Objects.requireNonNull(Lab.kubernetes().resource(language).create());
    }
}
