package io.replyard.conman.repl;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.replyard.crds.Repl;
import io.replyard.crds.ReplLabels;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One watch on all Repls and one on all their pods, shared by every connection. */
public final class ReplInformers implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ReplInformers.class);

    private final class Reporter<T extends HasMetadata> implements ResourceEventHandler<T> {
        private final boolean repls;

        Reporter(boolean repls) {
            this.repls = repls;
        }

        @Override
        public void onAdd(T object) {
            report(object, Repls.Watcher::changed);
        }

        @Override
        public void onUpdate(T before, T after) {
            // A relist repeats what is known.
            if (!before.getMetadata()
                    .getResourceVersion()
                    .equals(after.getMetadata().getResourceVersion())) {
                report(after, Repls.Watcher::changed);
            }
        }

        @Override
        public void onDelete(T object, boolean finalStateUnknown) {
            String uid = object.getMetadata().getUid();
            report(object, repls ? watcher -> watcher.deleted(uid) : Repls.Watcher::changed);
        }
    }

    private final String namespace;
    private final SharedIndexInformer<Repl> repls;
    private final SharedIndexInformer<Pod> pods;
    private final Map<String, Set<Repls.Watcher>> watchers = new ConcurrentHashMap<>();

    /** Watches on this namespace, not started yet. */
    public ReplInformers(KubernetesClient client, String namespace) {
        this.namespace = namespace;
        this.repls = client.resources(Repl.class)
                .inNamespace(namespace)
                .runnableInformer(0)
                .itemStore(SlimObjects.repls())
                .addEventHandler(new Reporter<>(true))
                .exceptionHandler((started, failure) -> goOn("Repls", failure));
        this.pods = client.pods()
                .inNamespace(namespace)
                .withLabel(ReplLabels.MANAGED_BY, ReplLabels.OPERATOR)
                .runnableInformer(0)
                .itemStore(SlimObjects.pods())
                .addEventHandler(new Reporter<>(false))
                .exceptionHandler((started, failure) -> goOn("pods", failure));
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

    Sight look(String name) {
        // A pod has the name of its Repl.
        Pod pod = pods.getStore().getByKey(namespace + "/" + name);
        return new Sight(repl(name), pod == null ? null : PodView.of(pod));
    }

    Repls.Subscription watch(String name, Repls.Watcher watcher) {
        watchers.compute(name, (key, set) -> {
            Set<Repls.Watcher> all = set == null ? ConcurrentHashMap.newKeySet() : set;
            all.add(watcher);
            return all;
        });
        return () -> watchers.computeIfPresent(name, (key, set) -> {
            set.remove(watcher);
            return set.isEmpty() ? null : set;
        });
    }

    private void report(HasMetadata object, Consumer<Repls.Watcher> news) {
        Set<Repls.Watcher> interested = watchers.get(object.getMetadata().getName());
        if (interested != null) {
            interested.forEach(news);
        }
    }

    private boolean goOn(String what, Throwable failure) {
        LOG.warnf(failure, "the watch on %s in namespace %s failed and is tried again", what, namespace);
        return true;
    }
}
