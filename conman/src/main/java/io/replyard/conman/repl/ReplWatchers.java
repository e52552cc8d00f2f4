package io.replyard.conman.repl;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.replyard.crds.Repl;
import io.replyard.crds.ReplPods;
import io.replyard.crds.ReplPods.Owner;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Who wants to hear of which Repl. A pod's news goes to those of the Repl that owns it. Safe for use by many threads. */
final class ReplWatchers {
    private final class ReplEvents implements ResourceEventHandler<Repl> {
        @Override
        public void onAdd(Repl repl) {
            changed(name(repl));
        }

        @Override
        public void onUpdate(Repl before, Repl after) {
            if (!repeated(before, after)) {
                changed(name(after));
            }
        }

        @Override
        public void onDelete(Repl repl, boolean finalStateUnknown) {
            String uid = repl.getMetadata().getUid();
            tell(name(repl), watcher -> watcher.deleted(uid));
        }

        private static String name(Repl repl) {
            return repl.getMetadata().getName();
        }
    }

    private final class PodEvents implements ResourceEventHandler<Pod> {
        @Override
        public void onAdd(Pod pod) {
            changedFor(pod);
        }

        @Override
        public void onUpdate(Pod before, Pod after) {
            if (repeated(before, after)) {
                return;
            }
            changedFor(after);
            if (!ReplPods.replOf(before).equals(ReplPods.replOf(after))) {
                changedFor(before);
            }
        }

        @Override
        public void onDelete(Pod pod, boolean finalStateUnknown) {
            changedFor(pod);
        }

        private void changedFor(Pod pod) {
            ReplPods.replOf(pod).map(Owner::name).ifPresent(ReplWatchers.this::changed);
        }
    }

    private final Map<String, Set<Repls.Watcher>> watchers = new ConcurrentHashMap<>();

    /** Reports to {@code watcher} what happens to the Repl of this object name. */
    Repls.Subscription add(String name, Repls.Watcher watcher) {
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

    /** To be fed by the watch on Repls. */
    ResourceEventHandler<Repl> repls() {
        return new ReplEvents();
    }

    /** To be fed by the watch on pods. */
    ResourceEventHandler<Pod> pods() {
        return new PodEvents();
    }

    private void changed(String name) {
        tell(name, Repls.Watcher::changed);
    }

    private void tell(String name, Consumer<Repls.Watcher> news) {
        Set<Repls.Watcher> interested = watchers.get(name);
        if (interested != null) {
            interested.forEach(news);
        }
    }

    /** A relist repeats what is known. */
    private static boolean repeated(HasMetadata before, HasMetadata after) {
        return before.getMetadata()
                .getResourceVersion()
                .equals(after.getMetadata().getResourceVersion());
    }
}
