package io.replyard.conman.repl;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.replyard.conman.ReplLog;
import io.replyard.conman.repl.ReplRefusedException.Reason;
import io.replyard.crds.Repl;
import io.replyard.crds.ReplNames;
import io.replyard.crds.ReplSpec;
import io.replyard.proto.claims.ReplToken;
import io.replyard.proto.session.CloseReason;
import io.replyard.proto.token.VerifiedToken;
import org.jspecify.annotations.Nullable;

/** Repls as objects of the Kubernetes API. */
public final class KubernetesRepls implements Repls {
    private static final ReplLog LOG = new ReplLog(KubernetesRepls.class);
    private static final int ATTEMPTS = 5;

    private final ReplInformers informers;
    private final ReplApi api;

    /** Reads through these watches, writes through this client. */
    public KubernetesRepls(ReplInformers informers, KubernetesClient client, String namespace) {
        this.informers = informers;
        this.api = new ReplApi(client, namespace);
    }

    @Override
    public boolean synced() {
        return informers.synced();
    }

    @Override
    public ReplSnapshot snapshot(String name) {
        return informers.snapshot(name);
    }

    @Override
    public Subscription watch(String name, Watcher watcher) {
        return informers.watch(name, watcher);
    }

    @Override
    public Repl ensure(VerifiedToken token) throws ReplRefusedException {
        String id = DesiredRepl.id(token.token());
        try {
            return ensure(id, token);
        } catch (KubernetesClientException e) {
            ReplRefusedException refusal = ApiFailures.refusal(id, e);
            if (refusal.reason() != Reason.INVALID) {
                LOG.warn(id, 0, "the API server did not apply the Repl", e);
            }
            throw refusal;
        }
    }

    private Repl ensure(String id, VerifiedToken token) throws ReplRefusedException {
        String name = ReplNames.of(id);
        Repl stored = informers.repl(name);
        if (stored == null && needsCertainty(token)) {
            stored = api.get(name);
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return applyIfDifferent(id, token, stored);
            } catch (KubernetesClientException e) {
                // Decided on what the watch showed; the API server knows better.
                boolean stale = ApiFailures.isConflict(e) || (ApiFailures.isInvalid(e) && attempt == 1);
                if (!stale || attempt == ATTEMPTS) {
                    throw e;
                }
                stored = api.get(name);
            }
        }
    }

    private Repl applyIfDifferent(String id, VerifiedToken token, @Nullable Repl stored) throws ReplRefusedException {
        requireUsable(id, token, stored);
        ReplToken described = token.token();
        ReplSpec desired = DesiredRepl.of(described, stored == null ? null : stored.getSpec());
        if (stored != null && !DesiredRepl.differs(stored.getSpec(), desired)) {
            return stored;
        }
        // Parts of the spec that the token does not say were copied from what is stored: nobody may have changed them
        // since.
        return api.apply(desired, described.hasRepl() ? null : stored);
    }

    /** A Repl may exist although the watch does not show it yet; mostly that does not matter. */
    private static boolean needsCertainty(VerifiedToken token) {
        return !token.token().hasRepl() || token.onlyForUser() != null;
    }

    private static void requireUsable(String id, VerifiedToken token, @Nullable Repl stored)
            throws ReplRefusedException {
        if (stored == null) {
            return;
        }
        String onlyFor = token.onlyForUser();
        if (onlyFor != null && !onlyFor.equals(stored.getSpec().user())) {
            throw new ReplRefusedException(
                    Reason.FOREIGN_REPL,
                    CloseReason.policy("Repl " + id + " belongs to another user than this token's certificate covers"));
        }
        if (stored.getMetadata().getDeletionTimestamp() != null) {
            throw new ReplRefusedException(
                    Reason.DELETING, CloseReason.tryAgain("Repl " + id + " is being deleted; try again shortly"));
        }
    }
}
