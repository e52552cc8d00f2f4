package io.replyard.conman.repl;

import io.fabric8.kubernetes.api.model.ObjectMeta;
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
import java.util.Optional;
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
        requireRights(id, token, stored);
        ReplToken described = token.token();
        ReplSpec desired = DesiredRepl.of(described, stored == null ? null : stored.getSpec());
        if (stored != null && !DesiredRepl.differs(stored.getSpec(), desired)) {
            return stored;
        }
        // What was decided on may be another by now: of somebody else, or not there at all. Where that would decide
        // otherwise
        // (a signer with limited rights, or a token that leaves most of the spec as it is), it must not be written
        // over.
        boolean exactly = token.onlyForUser() != null || !described.hasRepl();
        if (stored == null) {
            return exactly ? api.create(desired) : api.apply(desired, null, null);
        }
        ObjectMeta seen = stored.getMetadata();
        return api.apply(desired, seen.getUid(), exactly ? seen.getResourceVersion() : null);
    }

    @Override
    public Optional<Repl> unchanged(VerifiedToken token) {
        try {
            String id = DesiredRepl.id(token.token());
            Repl stored = informers.repl(ReplNames.of(id));
            if (stored == null) {
                return Optional.empty();
            }
            requireRights(id, token, stored);
            ReplSpec desired = DesiredRepl.of(token.token(), stored.getSpec());
            return DesiredRepl.differs(stored.getSpec(), desired) ? Optional.empty() : Optional.of(stored);
        } catch (ReplRefusedException e) {
            // The watches may be behind: whoever asks the API server hears it again, or not.
            return Optional.empty();
        }
    }

    @Override
    public void requireUsable(VerifiedToken token, Repl found) throws ReplRefusedException {
        requireRights(found.getSpec().id(), token, found);
        DesiredRepl.of(token.token(), found.getSpec());
    }

    /** A Repl may exist although the watch does not show it yet; mostly that does not matter. */
    private static boolean needsCertainty(VerifiedToken token) {
        return !token.token().hasRepl() || token.onlyForUser() != null;
    }

    private static void requireRights(String id, VerifiedToken token, @Nullable Repl stored)
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
