package io.replyard.conman.repl;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.replyard.crds.Repl;
import io.replyard.crds.ReplNames;
import io.replyard.crds.ReplSpec;
import org.jspecify.annotations.Nullable;

/** Reads and writes single Repls. Every call is one request and blocks for it. */
final class ReplApi {
    private static final String FIELD_MANAGER = "conman";

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
     * @param only when not null, the write happens to exactly this object in exactly this state, else it is a conflict
     */
    Repl apply(ReplSpec spec, @Nullable Repl only) {
        ObjectMetaBuilder meta =
                new ObjectMetaBuilder().withName(ReplNames.of(spec.id())).withNamespace(namespace);
        if (only != null) {
            meta.withUid(only.getMetadata().getUid())
                    .withResourceVersion(only.getMetadata().getResourceVersion());
        }
        Repl desired = new Repl();
        desired.setMetadata(meta.build());
        desired.setSpec(spec);
        return client.resource(desired)
                .inNamespace(namespace)
                .fieldManager(FIELD_MANAGER)
                .forceConflicts()
                .serverSideApply();
    }
}
