package io.replyard.conman.repl;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.replyard.crds.Repl;
import io.replyard.crds.ReplNames;
import io.replyard.crds.ReplSpec;
import org.jspecify.annotations.Nullable;

/** Reads and writes single Repls. Every call is one request and blocks for it. */
final class ReplApi {
    private static final String FIELD_MANAGER = "conman";
    private static final int ATTEMPTS = 5;

    private final KubernetesClient client;
    private final String namespace;

    ReplApi(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    @Nullable Repl get(String name) {
        return client.resources(Repl.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
    }

    /**
     * Server-side apply.
     *
     * @param uid when not null, the write happens to exactly this object, else it is a conflict
     * @param version when not null, the write happens to exactly this state of it, else it is a conflict
     */
    Repl apply(ReplSpec spec, @Nullable String uid, @Nullable String version) {
        Repl desired = object(spec);
        desired.getMetadata().setUid(uid);
        desired.getMetadata().setResourceVersion(version);
        return client.resource(desired)
                .inNamespace(namespace)
                .fieldManager(FIELD_MANAGER)
                .forceConflicts()
                .serverSideApply();
    }

    /**
     * Makes a Repl that is not there; it is a conflict when it is. Server-side apply has no such condition, so this is another kind of write, whose fields
     * are then given to the one that later applies change and take away: a second request.
     */
    Repl create(ReplSpec spec) {
        Repl made = client.resource(object(spec)).inNamespace(namespace).create();
        String writer = FieldOwnership.writer(made);
        Repl state = made;
        for (int attempt = 1; ; attempt++) {
            try {
                return client.resources(Repl.class)
                        .inNamespace(namespace)
                        .withName(made.getMetadata().getName())
                        .patch(PatchContext.of(PatchType.JSON), FieldOwnership.asApplied(state, writer, FIELD_MANAGER));
            } catch (KubernetesClientException e) {
                if (!ApiFailures.isOutdated(e) || attempt == ATTEMPTS) {
                    throw e;
                }
                state = same(made, get(made.getMetadata().getName()), e);
            }
        }
    }

    private static Repl same(Repl made, @Nullable Repl now, KubernetesClientException otherwise) {
        if (now == null || !now.getMetadata().getUid().equals(made.getMetadata().getUid())) {
            throw otherwise;
        }
        return now;
    }

    private Repl object(ReplSpec spec) {
        Repl desired = new Repl();
        desired.setMetadata(new ObjectMetaBuilder()
                .withName(ReplNames.of(spec.id()))
                .withNamespace(namespace)
                .build());
        desired.setSpec(spec);
        return desired;
    }
}
