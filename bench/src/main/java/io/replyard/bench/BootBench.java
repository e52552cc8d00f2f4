package io.replyard.bench;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.replyard.cli.client.ReplConnection;
import io.replyard.crds.Language;
import io.replyard.crds.LanguageSpec;
import io.replyard.crds.LanguageSpecBuilder;
import io.replyard.crds.Repl;
import io.replyard.crds.ReplNames;
import io.replyard.crds.ReplPhase;
import io.replyard.crds.RuntimeSource;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * How long a client waits: connect to READY for a Repl that never ran, one that sleeps, and one that is awake. The
 * yardstick is a bare pod of the same image, from create to Ready, seen by a watch; a second one has the volumes of a
 * Repl's pod, for which the kubelet waits in steps of its own. The kinds take turns, so that a busy machine slows all.
 */
public final class BootBench {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final KubernetesClient kubernetes;
    private final String namespace = environment("REPLYARD_NAMESPACE");
    private final URI url = URI.create(environment("REPLYARD_URL"));
    private final double threads;

    private BootBench(KubernetesClient kubernetes, double threads) {
        this.kubernetes = kubernetes;
        this.threads = threads;
    }

    /** Arguments: rounds (default 20), cores of each Repl (default 1). */
    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
        double threads = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 1;
        try (KubernetesClient kubernetes = new KubernetesClientBuilder().build()) {
            new BootBench(kubernetes, threads).run(rounds);
        }
    }

    private void run(int rounds) throws Exception {
        Samples bare = new Samples("bare pod, create -> Ready");
        Samples volumes = new Samples("same pod with the volumes of Mounted");
        Samples cold = new Samples("new Repl, connect -> READY");
        Samples mounted = new Samples("the same, its Language Mounted");
        Samples asleep = new Samples("Repl asleep, connect -> READY");
        Samples awake = new Samples("Repl awake, connect -> READY");
        Language language = mountedLanguage();
        connect("bench-warm-up", language.getMetadata().getName());
        PodSpec warm = kubernetes
                .pods()
                .inNamespace(namespace)
                .withName(ReplNames.of("bench-warm-up"))
                .require()
                .getSpec();
        for (int round = 0; round < rounds; round++) {
            String id = "bench-" + UUID.randomUUID();
            bare.addNanos(barePod(List.of(), List.of()));
            volumes.addNanos(
                    barePod(warm.getVolumes(), warm.getContainers().getFirst().getVolumeMounts()));
            cold.addNanos(connect(id));
            awake.addNanos(connect(id));
            sleep(id);
            asleep.addNanos(connect(id));
            repl(id).delete();
            gone(id);
            mounted.addNanos(connect(id + "-m", language.getMetadata().getName()));
            repl(id + "-m").delete();
            gone(id + "-m");
        }
        repl("bench-warm-up").delete();
        kubernetes.resource(language).delete();
        for (Samples samples : new Samples[] {bare, volumes, cold, asleep, mounted, awake}) {
            System.out.println(samples.line(bare));
        }
    }

    /** The default Language, but with pid1 mounted as for an image that does not hold it. */
    private Language mountedLanguage() {
        LanguageSpec ours = kubernetes
                .resources(Language.class)
                .withName("default")
                .require()
                .getSpec();
        Language mounted = new Language();
        mounted.setMetadata(
                new ObjectMetaBuilder().withName("bench-" + UUID.randomUUID()).build());
        mounted.setSpec(LanguageSpecBuilder.builder(Objects.requireNonNull(ours))
                .runtime(RuntimeSource.MOUNTED)
                .build());
        return kubernetes.resource(mounted).create();
    }

    private long connect(String id) throws Exception {
        return connect(id, "default");
    }

    private long connect(String id, String language) throws Exception {
        String token = BenchToken.sign(id, language, threads);
        long start = System.nanoTime();
        try (ReplConnection connection = ReplConnection.connect(url, token, command -> {})) {
            connection.awaitReady(PATIENCE);
            return System.nanoTime() - start;
        }
    }

    private long barePod(List<Volume> volumes, List<VolumeMount> mounts) {
        String image = Objects.requireNonNull(kubernetes
                        .resources(Language.class)
                        .withName("default")
                        .require()
                        .getSpec())
                .image();
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withName("bare-" + UUID.randomUUID())
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(0L)
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(1000L)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .withVolumes(volumes)
                .addNewContainer()
                .withName("bare")
                .withImage(image)
                .withImagePullPolicy("IfNotPresent")
                .withCommand("sleep", "infinity")
                .withVolumeMounts(mounts)
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .endContainer()
                .endSpec()
                .build();
        Resource<Pod> resource = kubernetes.pods().resource(pod);
        long start = System.nanoTime();
        resource.create();
        resource.waitUntilCondition(BootBench::isReady, PATIENCE.toSeconds(), TimeUnit.SECONDS);
        long took = System.nanoTime() - start;
        resource.withGracePeriod(0).delete();
        resource.waitUntilCondition(Objects::isNull, PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return took;
    }

    private static boolean isReady(Pod pod) {
        return pod != null
                && pod.getStatus() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch((PodCondition c) ->
                                c.getType().equals("Ready") && c.getStatus().equals("True"));
    }

    private void sleep(String id) {
        repl(id).scale(0);
        repl(id).waitUntilCondition(
                        repl -> repl.getStatus() != null && repl.getStatus().phase() == ReplPhase.ASLEEP,
                        PATIENCE.toSeconds(),
                        TimeUnit.SECONDS);
    }

    private void gone(String id) {
        kubernetes
                .pods()
                .inNamespace(namespace)
                .withName(ReplNames.of(id))
                .waitUntilCondition(Objects::isNull, PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private Resource<Repl> repl(String id) {
        return kubernetes.resources(Repl.class).inNamespace(namespace).withName(ReplNames.of(id));
    }

    static String environment(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new IllegalStateException(name + " is not set; run `. .lab/env` first, or `make bench`");
        }
        return value;
    }
}
