package io.replyard.conman.repl;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.replyard.crds.Repl;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplWatchersTest {
    private static final Repl REPL = ReplSamples.repl("u1");
    private static final Pod POD = version(ReplSamples.pod("warm-1", REPL).build(), "1");

    private final List<String> heard = new ArrayList<>();
    private final ReplWatchers watchers = new ReplWatchers();

    @Test
    void aPodsNewsGoToTheReplThatOwnsIt() {
        watch("r1");
        watch("warm-1");

        watchers.pods().onAdd(POD);
        watchers.pods().onUpdate(POD, version(POD, "2"));

        assertThat(heard).containsExactly("r1 changed", "r1 changed");
    }

    @Test
    void aDeletedPodTellsItsOwnerItself() {
        watch("r1");

        watchers.pods().onDelete(POD, true);

        assertThat(heard).containsExactly("r1 changed");
    }

    @Test
    void aPodThatChangesHandsIsNewsForBoth() {
        watch("r1");
        watch("r2");
        Pod given = new PodBuilder(version(POD, "2"))
                .editMetadata()
                .editFirstOwnerReference()
                .withName("r2")
                .endOwnerReference()
                .endMetadata()
                .build();

        watchers.pods().onUpdate(POD, given);

        assertThat(heard).containsExactlyInAnyOrder("r1 changed", "r2 changed");
    }

    @Test
    void whatARelistRepeatsIsNoNews() {
        watch("r1");

        watchers.pods().onUpdate(POD, POD);
        watchers.repls().onUpdate(REPL, REPL);

        assertThat(heard).isEmpty();
    }

    @Test
    void aReplsOwnNewsIncludeWhichObjectIsGone() {
        watch("r1");

        watchers.repls().onAdd(REPL);
        watchers.repls().onDelete(REPL, false);

        assertThat(heard).containsExactly("r1 changed", "r1 without u1");
    }

    @Test
    void whoCancelledHearsNothing() {
        watch("r1").cancel();

        watchers.pods().onAdd(POD);

        assertThat(heard).isEmpty();
    }

    private Repls.Subscription watch(String name) {
        return watchers.add(name, new Repls.Watcher() {
            @Override
            public void changed() {
                heard.add(name + " changed");
            }

            @Override
            public void deleted(String uid) {
                heard.add(name + " without " + uid);
            }
        });
    }

    private static Pod version(Pod pod, String version) {
        return new PodBuilder(pod)
                .editMetadata()
                .withResourceVersion(version)
                .endMetadata()
                .build();
    }
}
