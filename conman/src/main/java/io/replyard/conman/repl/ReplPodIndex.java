package io.replyard.conman.repl;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.replyard.crds.ReplPods;
import io.replyard.crds.ReplPods.Owner;
import java.util.List;
import java.util.Map;

/** The pods that a watch shows, slim, found by the Repl that owns them. Safe for use by many threads. */
final class ReplPodIndex {
    private static final String BY_REPL = "repl";

    private final SharedIndexInformer<Pod> pods;

    /** Of this watch, which has not started yet. */
    ReplPodIndex(SharedIndexInformer<Pod> pods) {
        this.pods = pods.itemStore(SlimObjects.pods()).addIndexers(Map.of(BY_REPL, ReplPodIndex::replName));
    }

    /** The pods of the Repl with this object name, in no order. */
    List<Pod> of(String replName) {
        return pods.getIndexer().byIndex(BY_REPL, replName);
    }

    private static List<String> replName(Pod pod) {
        return ReplPods.replOf(pod).map(Owner::name).stream().toList();
    }
}
