package io.replyard.crds;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.Test;

class ReplPodsTest {
    private static final OwnerReference REPL = new OwnerReferenceBuilder()
            .withApiVersion("replyard.io/v1alpha1")
            .withKind("Repl")
            .withName("hello")
            .withUid("u1")
            .withController(true)
            .build();

    @Test
    void aPodBelongsToTheReplThatControlsIt() {
        assertThat(ReplPods.replOf(pod("warm-7", REPL))).contains(new ReplPods.Owner("hello", "u1"));
    }

    @Test
    void itsNameSaysNothing() {
        assertThat(ReplPods.replOf(pod("hello"))).isEmpty();
    }

    @Test
    void otherOwnersDoNotCount() {
        assertThat(ReplPods.replOf(pod(
                        "a",
                        new OwnerReferenceBuilder(REPL).withController(false).build())))
                .isEmpty();
        assertThat(ReplPods.replOf(pod(
                        "a",
                        new OwnerReferenceBuilder(REPL).withKind("ReplicaSet").build())))
                .isEmpty();
        assertThat(ReplPods.replOf(pod(
                        "a",
                        new OwnerReferenceBuilder(REPL)
                                .withApiVersion("other.io/v1alpha1")
                                .build())))
                .isEmpty();
    }

    @Test
    void addressesOfBothFamilies() {
        assertThat(ReplPods.endpoint("10.0.0.7")).isEqualTo("10.0.0.7:4561");
        assertThat(ReplPods.endpoint("fd00::7")).isEqualTo("[fd00::7]:4561");
    }

    private static Pod pod(String name, OwnerReference... owners) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withOwnerReferences(owners)
                .endMetadata()
                .build();
    }
}
