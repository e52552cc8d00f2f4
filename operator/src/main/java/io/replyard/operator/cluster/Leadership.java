package io.replyard.operator.cluster;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.quarkus.runtime.ShutdownEvent;
import io.replyard.operator.OperatorSettings;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * One of several operators works, the others stand by.
 *
 * <p>The SDK ends the process with {@code System.exit} when the lease is lost. Done during a shutdown, which gives the lease up on purpose, that call never
 * returns; so the answer to "exit?" changes to no as soon as the shutdown begins. And as the SDK does not release the lease, this class does, for the successor
 * to start at once.
 */
@Singleton
public class Leadership {
    private static final Logger LOG = Logger.getLogger(Leadership.class);
    private static final int BEFORE_THE_OPERATOR_STOPS = 1;
    private static final int AFTER_THE_OPERATOR_STOPPED = 10_000;
    private static final int NOT_FOUND = 404;
    private static final int UNPROCESSABLE = 422;
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration RENEW = Duration.ofSeconds(10);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final KubernetesClient client;
    private final String name;
    private final Optional<String> namespace;
    private final String identity;
    private volatile boolean stopping;

    @Inject
    Leadership(KubernetesClient client, OperatorSettings settings) {
        this.client = client;
        this.name = settings.lease().name();
        this.namespace = settings.lease().namespace();
        this.identity = Objects.requireNonNullElse(System.getenv("HOSTNAME"), "operator") + "-" + UUID.randomUUID();
    }

    /** Where the lease is, and who asks for it. */
    @Produces
    @Singleton
    LeaderElectionConfiguration configuration() {
        return new Configuration();
    }

    void shutdownBegins(@Observes @Priority(BEFORE_THE_OPERATOR_STOPS) ShutdownEvent event) {
        stopping = true;
    }

    void release(@Observes @Priority(AFTER_THE_OPERATOR_STOPPED) ShutdownEvent event) {
        String patch = """
                [{"op": "test", "path": "/spec/holderIdentity", "value": "%s"},
                 {"op": "replace", "path": "/spec/holderIdentity", "value": ""},
                 {"op": "replace", "path": "/spec/leaseDurationSeconds", "value": 1}]""".formatted(identity);
        String where = namespace.orElseGet(() -> client.getConfiguration().getNamespace());
        try {
            client.resource(lease(where)).patch(PatchContext.of(PatchType.JSON), patch);
            LOG.infof("released the lease %s/%s", where, name);
        } catch (KubernetesClientException e) {
            if (e.getCode() == NOT_FOUND || e.getCode() == UNPROCESSABLE) {
                LOG.debugf("the lease %s/%s is not ours to release", where, name);
            } else {
                LOG.warnf(e, "could not release the lease %s/%s; a successor waits for its end", where, name);
            }
        }
    }

    /** Naming it this way spares the client a read before the patch. */
    private Lease lease(String where) {
        return new LeaseBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(where)
                .endMetadata()
                .build();
    }

    private final class Configuration extends LeaderElectionConfiguration {
        @SuppressWarnings("deprecation") // the builder cannot make a subclass
        Configuration() {
            super(name, namespace.orElse(null), LEASE, RENEW, RETRY, identity, null, true);
        }

        @Override
        public boolean isExitOnStopLeading() {
            return !stopping;
        }
    }
}
