package io.replyard.conman.repl;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.replyard.conman.repl.WishRefusedException.Reason;
import io.replyard.crds.Repl;
import io.replyard.crds.ReplNames;
import io.replyard.crds.ReplSpec;
import io.replyard.proto.claims.ReplToken;
import io.replyard.proto.session.CloseReason;
import io.replyard.proto.token.VerifiedToken;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Repls as objects of the Kubernetes API. */
public final class KubernetesRepls implements Repls {
    private static final Logger LOG = Logger.getLogger(KubernetesRepls.class);
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
    public Sight look(String name) {
        return informers.look(name);
    }

    @Override
    public Subscription watch(String name, Watcher watcher) {
        return informers.watch(name, watcher);
    }

    @Override
    public Repl fulfil(VerifiedToken token) throws WishRefusedException {
        String id = DesiredRepl.id(token.token());
        try {
            return fulfil(id, token);
        } catch (KubernetesClientException e) {
            WishRefusedException refusal = ApiFailures.refusal(id, e);
            if (refusal.reason() != Reason.INVALID) {
                LOG.warnf(e, "Repl %s: the API server did not take the wish", id);
            }
            throw refusal;
        }
    }

    private Repl fulfil(String id, VerifiedToken token) throws WishRefusedException {
        String name = ReplNames.of(id);
        Repl stored = informers.repl(name);
        if (stored == null && needsCertainty(token)) {
            stored = api.get(name);
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return fulfil(id, token, stored);
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

    private Repl fulfil(String id, VerifiedToken token, @Nullable Repl stored) throws WishRefusedException {
        requireUsable(id, token, stored);
        ReplToken wish = token.token();
        ReplSpec desired = DesiredRepl.of(wish, stored == null ? null : stored.getSpec());
        if (stored != null && !DesiredRepl.differs(stored.getSpec(), desired)) {
            return stored;
        }
        // Parts of the spec that the token does not say were copied from what is stored: nobody may have changed them
        // since.
        return api.apply(desired, wish.hasRepl() ? null : stored);
    }

    /** A Repl may exist although the watch does not show it yet; mostly that does not matter. */
    private static boolean needsCertainty(VerifiedToken token) {
        return !token.token().hasRepl() || token.onlyForUser() != null;
    }

    private static void requireUsable(String id, VerifiedToken token, @Nullable Repl stored)
            throws WishRefusedException {
        if (stored == null) {
            return;
        }
        String onlyFor = token.onlyForUser();
        if (onlyFor != null && !onlyFor.equals(stored.getSpec().user())) {
            throw new WishRefusedException(
                    Reason.FOREIGN_REPL,
                    CloseReason.policy("Repl " + id + " belongs to another user than this token's certificate covers"));
        }
        if (stored.getMetadata().getDeletionTimestamp() != null) {
            throw new WishRefusedException(
                    Reason.DELETING, CloseReason.tryAgain("Repl " + id + " is being deleted; try again shortly"));
        }
    }
}
