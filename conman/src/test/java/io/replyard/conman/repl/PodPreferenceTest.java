package io.replyard.conman.repl;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.replyard.crds.Repl;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PodPreferenceTest {
    private static final Repl PRESENT = ReplSamples.repl("u2");
    private static final Repl EARLIER = ReplSamples.repl("u1");
    private static final Pod OLD = pod("old", PRESENT, "2026-01-01T10:00:00Z", false);
    private static final Pod NEW = pod("new", PRESENT, "2026-01-01T10:00:01Z", false);
    private static final Pod LEAVING = pod("leaving", PRESENT, "2026-01-01T10:00:02Z", true);
    private static final Pod OF_EARLIER = pod("of-earlier", EARLIER, "2026-01-01T10:00:03Z", false);

    @Test
    void stayingThenAgeDecideAndWhatBelongsToANamesakeIsLeftOut() {
        List<String> preferred = List.of("new", "old", "leaving");

        assertThat(names(List.of(OF_EARLIER, LEAVING, OLD, NEW), PRESENT)).isEqualTo(preferred);
        assertThat(names(List.of(NEW, OLD, LEAVING, OF_EARLIER), PRESENT)).isEqualTo(preferred);
    }

    @Test
    void withoutKnowingTheReplNoPodIsItsOwn() {
        assertThat(names(List.of(LEAVING, NEW, OF_EARLIER), null)).isEmpty();
    }

    @Test
    void podsOfTheSameSecondHaveAnOrderTooAndPodsWithoutATimeComeLast() {
        Pod twin = pod("old-twin", PRESENT, "2026-01-01T10:00:00Z", false);
        Pod timeless = ReplSamples.pod("timeless", PRESENT).build();

        assertThat(names(List.of(timeless, OLD, twin), PRESENT))
                .isEqualTo(names(List.of(twin, OLD, timeless), PRESENT))
                .endsWith("timeless");
    }

    private static List<String> names(List<Pod> pods, @Nullable Repl repl) {
        return PodPreference.sorted(pods, repl).stream()
                .map(pod -> pod.getMetadata().getName())
                .toList();
    }

    private static Pod pod(String name, Repl owner, String created, boolean leaving) {
        return ReplSamples.pod(name, owner)
                .editMetadata()
                .withCreationTimestamp(created)
                .withDeletionTimestamp(leaving ? "2026-01-01T10:01:00Z" : null)
                .endMetadata()
                .build();
    }
}
