package io.replyard.operator;

import io.fabric8.kubernetes.api.model.Quantity;
import io.replyard.crds.ImagePullPolicy;
import io.replyard.crds.PodAdditions;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Every setting of the operator. Each is read from {@code application.properties} or from the environment, as in {@code REPLYARD_RUNTIME_IMAGE} for
 * {@code replyard.runtime.image}.
 */
@ConfigMapping(prefix = "replyard")
public interface OperatorSettings {
    /** The namespace of the Repls and their pods. */
    String replsNamespace();

    /** What pid1 is injected from. */
    RuntimeImage runtime();

    /** A file with one or more X.509 certificates in PEM, whose Ed25519 keys sign session tokens. */
    Path sessionCertificates();

    /** How many cores of requests are put on one core; 1 means none more than there are. */
    @WithDefault("1")
    double cpuOvercommit();

    /** Processes and threads of one Repl, where its Language says nothing. */
    @WithDefault("1000")
    int processes();

    /** {@code host:port} that network policies shut off from every Repl; no program starts while it answers. Absent where nobody enforces policies. */
    Optional<String> shutAddress();

    /** How long a pod may take to end before the node kills it. */
    @WithDefault("30s")
    Duration terminationGrace();

    /** How long a failing image pull may go on before the Repl counts as Failed. */
    @WithDefault("20s")
    Duration imagePullDeadline();

    /** The wait before a failed pod is started again. */
    RestartBackoff restartBackoff();

    /** Limits of Repls whose own spec and Language say nothing. */
    Defaults defaults();

    /** What all pods of Repls get beyond what Replyard needs, as JSON in the words of a Language's {@code spec.pod}. */
    @WithDefault("{}")
    PodAdditions pod();

    /** The lease that makes one of several operators the leader. */
    Lease lease();

    /** The image volume with pid1. */
    interface RuntimeImage {
        /** Reference of the image that holds pid1 and its Java. */
        String image();

        /** When the node asks the registry for it. */
        @WithDefault("IfNotPresent")
        ImagePullPolicy pullPolicy();

        /** What pid1 itself may use, on top of the Repl's own memory. */
        @WithDefault("64Mi")
        Quantity memory();
    }

    /** Doubles from one failure to the next. */
    interface RestartBackoff {
        /** After the first failure. */
        @WithDefault("2s")
        Duration initial();

        /** The longest wait. */
        @WithDefault("5m")
        Duration maximum();
    }

    /** In the units of the Repl's own {@code spec.resources}. */
    interface Defaults {
        /** Whether programs may reach the network. */
        @WithDefault("false")
        boolean net();

        /** Memory for the Repl's programs. */
        @WithDefault("512Mi")
        Quantity memory();

        /** Cores. */
        @WithDefault("1")
        double threads();

        /** Docker's CPU weight; below 2 a factor of 1024. */
        @WithDefault("0.2")
        double shares();

        /** Size of the home folder. */
        @WithDefault("1Gi")
        Quantity disk();
    }

    /** Where the lease is kept. */
    interface Lease {
        /** Its name. */
        @WithDefault("replyard-operator")
        String name();

        /** Its namespace; absent means the operator's own. */
        Optional<String> namespace();
    }
}
