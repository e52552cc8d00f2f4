package io.replyard.operator.repl.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.replyard.crds.Repl;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PodChoiceTest {
    private static final String EARLY = "2026-03-01T11:00:00Z";
    private static final String LATE = "2026-03-01T11:59:00Z";

    private final Repl repl = repl();

    @Test
    void noneOfNone() {
        assertThat(PodChoice.of(repl, Set.of())).isEmpty();
    }

    @Test
    void itsNameDoesNotMatter() {
        assertPicked(pod("warm-7", "repl-uid", EARLY, null));
    }

    @Test
    void theNewPodBeforeTheOneThatGoes() {
        assertPicked(pod("new", "repl-uid", LATE, null), pod("old", "repl-uid", EARLY, LATE));
        assertPicked(pod("old", "repl-uid", EARLY, null), pod("new", "repl-uid", LATE, LATE));
    }

    @Test
    void theYoungestOfSeveral() {
        assertPicked(pod("a", "repl-uid", LATE, null), pod("b", "repl-uid", EARLY, null));
        assertPicked(pod("b", "repl-uid", LATE, null), pod("a", "repl-uid", LATE, null));
    }

    @Test
    void ownPodsBeforeThoseOfADeletedNamesake() {
        assertPicked(pod("new", "repl-uid", EARLY, LATE), pod("demo", "former-uid", LATE, null));
        assertPicked(pod("demo", "former-uid", EARLY, null));
    }

    private void assertPicked(Pod first, Pod... others) {
        List<Pod> pods = new ArrayList<>(List.of(others));
        pods.add(first);
        assertThat(PodChoice.of(repl, pods)).contains(first);
        assertThat(PodChoice.of(repl, pods.reversed())).contains(first);
    }

    private static Repl repl() {
        Repl repl = new Repl();
        repl.setMetadata(
                new ObjectMetaBuilder().withName("demo").withUid("repl-uid").build());
        return repl;
    }

    private static Pod pod(String name, String ownerUid, String createdAt, @Nullable String deletedAt) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withCreationTimestamp(createdAt)
                .withDeletionTimestamp(deletedAt)
                .addNewOwnerReference()
                .withApiVersion("replyard.io/v1alpha1")
                .withKind("Repl")
                .withName("demo")
                .withUid(ownerUid)
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .build();
    }
}
