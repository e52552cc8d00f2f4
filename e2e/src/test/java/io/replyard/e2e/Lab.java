package io.replyard.e2e;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.replyard.crds.Language;
import io.replyard.crds.Repl;
import java.net.URI;
import java.util.Optional;

/** The cluster under test, as the lab's environment describes it. */
final class Lab {
    private static final KubernetesClient KUBERNETES = new KubernetesClientBuilder().build();

    private Lab() {}

    /** Where clients connect. */
    static URI url() {
        return URI.create(environment("REPLYARD_URL"));
    }

    /** Where Repls live. */
    static String namespace() {
        return environment("REPLYARD_NAMESPACE");
    }

    static KubernetesClient kubernetes() {
        return KUBERNETES;
    }

    static MixedOperation<Language, ?, Resource<Language>> languages() {
        return KUBERNETES.resources(Language.class);
    }

    static Resource<Repl> repl(String name) {
        return KUBERNETES.resources(Repl.class).inNamespace(namespace()).withName(name);
    }

    static Optional<Pod> pod(String name) {
        return Optional.ofNullable(
                KUBERNETES.pods().inNamespace(namespace()).withName(name).get());
    }

    private static String environment(String name) {
        return Optional.ofNullable(System.getenv(name))
                .orElseThrow(() -> new IllegalStateException(name
                        + " is not set: these tests want a cluster with Replyard in it (`make test`, or `make deploy`"
                        + " and `. .lab/env`)"));
    }
}
