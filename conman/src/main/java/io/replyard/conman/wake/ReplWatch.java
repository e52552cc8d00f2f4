package io.replyard.conman.wake;

import io.replyard.conman.Loop;
import io.replyard.conman.repl.ReplSnapshot;
import io.replyard.conman.repl.Repls;
import io.replyard.crds.Repl;

/** The watches' news about one Repl, brought to an event loop and held against what a connection already knows. Confined to that loop. */
final class ReplWatch {
    private final class News implements Repls.Watcher {
        @Override
        public void changed() {
            loop.execute(changed);
        }

        @Override
        public void deleted(String uid) {
            loop.execute(() -> {
                tracker.gone(uid);
                changed.run();
            });
        }
    }

    private final Repls repls;
    private final Loop loop;
    private final Runnable changed;
    private final String name;
    private final ReplTracker tracker;
    private final Repls.Subscription subscription;

    /**
     * Begins to watch.
     *
     * @param found the Repl as it was found or written
     * @param changed told on the event loop when a look is worth it, perhaps once more after {@link #stop}
     */
    ReplWatch(Repls repls, Loop loop, Repl found, Runnable changed) {
        this.repls = repls;
        this.loop = loop;
        this.changed = changed;
        this.name = found.getMetadata().getName();
        this.tracker = new ReplTracker(found);
        this.subscription = repls.watch(name, new News());
    }

    /** What the watches show now. */
    ReplSnapshot look() {
        ReplSnapshot shown = repls.snapshot(name);
        tracker.show(shown.repl());
        return shown;
    }

    /** The newest state, as of the last look. */
    Repl newest() {
        return tracker.newest();
    }

    /** Whether the object is gone, as of the last look. */
    boolean deleted() {
        return tracker.deleted();
    }

    void stop() {
        subscription.cancel();
    }
}
