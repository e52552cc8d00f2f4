package io.replyard.conman.gateway;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.replyard.conman.repl.PodView;
import io.replyard.conman.repl.ReplRefusedException;
import io.replyard.conman.repl.ReplSnapshot;
import io.replyard.conman.repl.Repls;
import io.replyard.crds.Repl;
import io.replyard.crds.ReplNames;
import io.replyard.crds.ReplSpec;
import io.replyard.crds.ReplSpecBuilder;
import io.replyard.crds.ReplStatus;
import io.replyard.proto.token.VerifiedToken;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Repls without a cluster: a test plays the operator. */
final class FakeRepls implements Repls {
    final AtomicInteger writes = new AtomicInteger();
    private final Map<String, Repl> repls = new ConcurrentHashMap<>();
    private final Map<String, List<PodView>> pods = new ConcurrentHashMap<>();
    private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger versions = new AtomicInteger(1);
    private volatile boolean synced = true;

    @Override
    public boolean synced() {
        return synced;
    }

    void notSynced() {
        synced = false;
    }

    @Override
    public Repl ensure(VerifiedToken token) throws ReplRefusedException {
        io.replyard.proto.claims.Repl meta = token.token().getRepl();
        return repls.computeIfAbsent(ReplNames.of(meta.getId()), name -> {
            writes.incrementAndGet();
            return object(
                    ReplSpec.of(meta.getId(), meta.getLanguage(), meta.getSlug(), meta.getUser(), meta.getBucket()));
        });
    }

    @Override
    public Optional<Repl> unchanged(VerifiedToken token) {
        return Optional.ofNullable(
                repls.get(ReplNames.of(token.token().getRepl().getId())));
    }

    @Override
    public void requireUsable(VerifiedToken token, Repl found) {
        // Nobody's rights are limited here.
    }

    @Override
    public ReplSnapshot snapshot(String name) {
        return new ReplSnapshot(repls.get(name), pods.getOrDefault(name, List.of()));
    }

    @Override
    public Subscription watch(String name, Watcher watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    int watching() {
        return watchers.size();
    }

    /** The Repl has these pods now, the one to use first. */
    void pods(String name, PodView... now) {
        pods.put(name, List.of(now));
        watchers.forEach(Watcher::changed);
    }

    void status(String name, ReplStatus status) {
        repls.computeIfPresent(name, (key, repl) -> copy(repl, repl.getSpec(), status));
        watchers.forEach(Watcher::changed);
    }

    void sleep(String name) {
        repls.computeIfPresent(name, (key, repl) -> {
            ReplSpec asleep =
                    ReplSpecBuilder.builder(repl.getSpec()).replicas(0).build();
            return copy(repl, asleep, repl.getStatus());
        });
        watchers.forEach(Watcher::changed);
    }

    void delete(String name) {
        Repl gone = Objects.requireNonNull(repls.remove(name), name);
        watchers.forEach(watcher -> watcher.deleted(gone.getMetadata().getUid()));
    }

    private Repl object(ReplSpec spec) {
        Repl repl = new Repl();
        repl.setMetadata(new ObjectMetaBuilder()
                .withName(ReplNames.of(spec.id()))
                .withUid("uid-" + versions.get())
                .withGeneration(1L)
                .withResourceVersion(Integer.toString(versions.getAndIncrement()))
                .build());
        repl.setSpec(spec);
        return repl;
    }

    private Repl copy(Repl repl, ReplSpec spec, @Nullable ReplStatus status) {
        Repl copy = new Repl();
        copy.setMetadata(new ObjectMetaBuilder(repl.getMetadata())
                .withResourceVersion(Integer.toString(versions.getAndIncrement()))
                .build());
        copy.setSpec(spec);
        copy.setStatus(status);
        return copy;
    }
}
