package io.replyard.conman.repl;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.replyard.crds.Repl;
import io.replyard.crds.ReplLabels;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One watch on all Repls and one on all their pods, shared by every connection. */
public final class ReplInformers implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ReplInformers.class);

    private final String namespace;
    private final ReplWatchers watchers = new ReplWatchers();
    private final SharedIndexInformer<Repl> repls;
    private final SharedIndexInformer<Pod> pods;
    private final ReplPodIndex podsOfRepls;

    /** Watches on this namespace, not started yet. */
    public ReplInformers(KubernetesClient client, String namespace) {
        this.namespace = namespace;
        this.repls = client.resources(Repl.class)
                .inNamespace(namespace)
                .runnableInformer(0)
                .itemStore(SlimObjects.repls())
                .addEventHandler(watchers.repls())
                .exceptionHandler((started, failure) -> goOn("Repls", failure));
        this.pods = client.pods()
                .inNamespace(namespace)
                .withLabel(ReplLabels.MANAGED_BY, ReplLabels.OPERATOR)
                .runnableInformer(0)
                .addEventHandler(watchers.pods())
                .exceptionHandler((started, failure) -> goOn("pods", failure));
        this.podsOfRepls = new ReplPodIndex(pods);
    }

    /** Starts both; they connect in the background and go on trying. */
    public void start() {
        repls.start();
        pods.start();
    }

    /** Whether both have seen everything once. */
    public boolean synced() {
        return repls.hasSynced() && pods.hasSynced();
    }

    @Override
    public void close() {
        repls.stop();
        pods.stop();
    }

    @Nullable Repl repl(String name) {
        return repls.getStore().getByKey(namespace + "/" + name);
    }

    ReplSnapshot snapshot(String name) {
        Repl repl = repl(name);
        List<Pod> pods = PodPreference.sorted(podsOfRepls.of(name), repl);
        return new ReplSnapshot(repl, pods.stream().map(PodView::of).toList());
    }

    Repls.Subscription watch(String name, Repls.Watcher watcher) {
        return watchers.add(name, watcher);
    }

    private boolean goOn(String what, Throwable failure) {
        LOG.warnf(failure, "the watch on %s in namespace %s failed and is tried again", what, namespace);
        return true;
    }
}
