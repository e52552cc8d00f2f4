package io.replyard.conman.repl;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.impl.cache.CacheImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplPodIndexTest {
    private static final Pod FIRST =
            ReplSamples.pod("warm-1", ReplSamples.repl("u1")).build();
    private static final Pod SECOND =
            ReplSamples.pod("warm-2", ReplSamples.repl("u2")).build();

    /** Never asked for anything: the watch does not start. */
    private final KubernetesClient client = new KubernetesClientBuilder().build();

    private final SharedIndexInformer<Pod> watch =
            client.pods().inNamespace("n").runnableInformer(0);
    private final ReplPodIndex index = new ReplPodIndex(watch);

    @AfterEach
    void stop() {
        client.close();
    }

    @Test
    void podsAreFoundByTheirOwnerWhateverTheirNamesAre() {
        Pod namesake = new PodBuilder()
                .withNewMetadata()
                .withName("r1")
                .withNamespace("n")
                .endMetadata()
                .build();

        show(FIRST, SECOND, namesake);

        assertThat(index.of("r1"))
                .extracting(pod -> pod.getMetadata().getName())
                .containsExactlyInAnyOrder("warm-1", "warm-2");
        assertThat(index.of("warm-1")).isEmpty();
    }

    @Test
    void aPodThatIsGivenToAnotherReplIsNoLongerFoundUnderTheFirst() {
        Pod given = new PodBuilder(FIRST)
                .editMetadata()
                .editFirstOwnerReference()
                .withName("r2")
                .endOwnerReference()
                .endMetadata()
                .build();

        show(FIRST, given);

        assertThat(index.of("r1")).isEmpty();
        assertThat(index.of("r2")).hasSize(1);
    }

    /** What a watch does with what it sees. */
    private void show(Pod... pods) {
        for (Pod pod : pods) {
            ((CacheImpl<Pod>) watch.getIndexer()).put(pod);
        }
    }
}
