package io.replyard.operator.repl.plan;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.replyard.crds.ImagePullPolicy;
import io.replyard.crds.Language;
import io.replyard.crds.LanguageSpec;
import io.replyard.crds.PodAdditions;
import io.replyard.crds.PodEnvironment;
import io.replyard.crds.Repl;
import io.replyard.crds.ReplLabels;
import io.replyard.crds.ReplPods;
import io.replyard.crds.ReplResources;
import io.replyard.crds.RuntimeSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The pod of a Repl, as a pure function. It meets the Restricted Pod Security Standard. */
public final class PodTemplate {
    private static final long RUNNER = 1000L;
    /** The runtime image has the very layers that the languages' images have, so pid1 is at the same place in it. */
    private static final String RUNTIME_IN_ITS_IMAGE = ReplPods.RUNTIME.substring(1);

    /** The node evicts a pod above its limit; logs and what lies outside the home folder count too. */
    private static final double DISK_HEADROOM = 1.25;

    /** What a pod reserves on the node's disk; its limit would let a few sleepy Repls fill the node on paper. */
    private static final long DISK_REQUEST = 64L << 20;

    private final PodSettings settings;

    /** Pods according to those settings. */
    public PodTemplate(PodSettings settings) {
        this.settings = settings;
    }

    /** The pod to create. {@code sessionKeys} are base64 raw Ed25519 public keys. */
    public Pod pod(Repl repl, Language language, List<String> sessionKeys) {
        Limits limits = limits(repl, language);
        return new PodBuilder()
                .withMetadata(metadata(repl, language))
                .withSpec(spec(repl, language, limits, sessionKeys))
                .build();
    }

    /** The limits a pod of that Repl has. */
    Limits limits(Repl repl, Language language) {
        return Limits.of(repl.getSpec().resources(), language.getSpec().resources(), settings.defaults());
    }

    /**
     * What the container asks for and may use. The memory request leaves pid1's allowance out; so the pod is always Burstable, and a resize never meets the
     * rule that a pod's quality of service cannot change.
     */
    ResourceRequirements resources(Limits limits) {
        long weight = Math.max(1, Math.round(limits.weightMillis() / settings.cpuOvercommit()));
        long disk = Math.round(limits.diskBytes() * DISK_HEADROOM);
        return new ResourceRequirementsBuilder()
                .addToRequests("cpu", millis(Math.min(weight, limits.cpuMillis())))
                .addToRequests("memory", bytes(limits.memoryBytes()))
                .addToRequests("ephemeral-storage", bytes(Math.min(DISK_REQUEST, disk)))
                .addToLimits("cpu", millis(limits.cpuMillis()))
                .addToLimits("memory", bytes(limits.memoryBytes() + settings.runtimeMemoryBytes()))
                .addToLimits("ephemeral-storage", bytes(disk))
                .build();
    }

    /** The value of the label {@link ReplLabels#NET}. */
    String net(Repl repl, Language language) {
        return Stream.of(repl.getSpec().resources(), language.getSpec().resources())
                .filter(Objects::nonNull)
                .map(ReplResources::net)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(settings.net())
                .toString();
    }

    private ObjectMeta metadata(Repl repl, Language language) {
        String name = repl.getMetadata().getName();
        PodAdditions additions = additions(language);
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(repl.getMetadata().getNamespace())
                .addToLabels(sorted(additions.labels()))
                .addToLabels(sorted(ReplLabels.ofPod(name)))
                .addToLabels(ReplLabels.NET, net(repl, language))
                .addToAnnotations(sorted(additions.annotations()))
                .addToAnnotations(ReplLabels.TEMPLATE_HASH, PodIdentity.hash(repl, language))
                .addNewOwnerReference()
                .withApiVersion(repl.getApiVersion())
                .withKind(repl.getKind())
                .withName(name)
                .withUid(repl.getMetadata().getUid())
                .withController(true)
                .endOwnerReference()
                .build();
    }

    private PodSpec spec(Repl repl, Language language, Limits limits, List<String> sessionKeys) {
        ContainerBuilder container = container(repl, language, limits, sessionKeys);
        PodAdditions additions = additions(language);
        PodSpecBuilder spec = new PodSpecBuilder()
                .withImagePullSecrets(additions.imagePullSecrets())
                .withNodeSelector(sorted(additions.nodeSelector()))
                .withTolerations(additions.tolerations())
                .withAffinity(additions.affinity())
                .withPriorityClassName(additions.priorityClassName())
                .withRuntimeClassName(additions.runtimeClassName())
                .withHostUsers(additions.hostUsers())
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(settings.terminationGrace().toSeconds())
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(RUNNER)
                .withRunAsGroup(RUNNER)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext();
        if (language.getSpec().runtimeOrDefault() == RuntimeSource.MOUNTED) {
            mount(spec, container, limits);
        }
        return spec.addToContainers(container.build()).build();
    }

    /** An image that knows nothing of Replyard gets pid1 and a home from volumes; each of them costs a start some 300 ms. */
    private void mount(PodSpecBuilder spec, ContainerBuilder container, Limits limits) {
        spec.editSecurityContext()
                .withFsGroup(RUNNER)
                .endSecurityContext()
                .addNewVolume()
                .withName("replyard")
                .withNewImage(settings.runtimePullPolicy().toString(), settings.runtimeImage())
                .endVolume()
                .addNewVolume()
                .withName("home")
                .withNewEmptyDir()
                .withSizeLimit(bytes(Math.round(limits.diskBytes() * DISK_HEADROOM)))
                .endEmptyDir()
                .endVolume();
        container
                .addNewVolumeMount()
                .withName("replyard")
                .withMountPath(ReplPods.RUNTIME)
                .withSubPath(RUNTIME_IN_ITS_IMAGE)
                .withReadOnly(true)
                .endVolumeMount()
                .addNewVolumeMount()
                .withName("home")
                .withMountPath(ReplPods.HOME)
                .endVolumeMount();
    }

    private ContainerBuilder container(Repl repl, Language language, Limits limits, List<String> sessionKeys) {
        LanguageSpec means = language.getSpec();
        PodEnvironment.Orders orders = new PodEnvironment.Orders(
                limits.memoryBytes(),
                limits.diskBytes(),
                Objects.requireNonNullElse(means.processes(), settings.processes()),
                settings.shutAddress(),
                sessionKeys);
        return new ContainerBuilder()
                .withName(ReplPods.CONTAINER)
                .withImage(means.image())
                .withImagePullPolicy(Objects.requireNonNullElse(means.imagePullPolicy(), ImagePullPolicy.IF_NOT_PRESENT)
                        .toString())
                .withCommand(
                        // Keeps from Java what image and Language set for programs.
                        ReplPods.RUNTIME + "/launch",
                        ReplPods.RUNTIME + "/jre/bin/java",
                        "@" + ReplPods.RUNTIME + "/java.args")
                .withTerminationMessagePath(ReplPods.TERMINATION_MESSAGE)
                // The file stays empty: what is told of a failed start is how pid1's log ends.
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .withEnv(PodEnvironment.of(repl.getSpec(), means, orders))
                .addNewPort()
                .withName("pid1")
                .withContainerPort(ReplPods.PORT)
                .endPort()
                .withResources(resources(limits))
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext();
    }

    private PodAdditions additions(Language language) {
        return language.getSpec().podOrNone().over(settings.additions());
    }

    private static @Nullable Map<String, String> sorted(@Nullable Map<String, String> entries) {
        return entries == null ? null : new TreeMap<>(entries);
    }

    private static Quantity millis(long amount) {
        return new Quantity(String.valueOf(amount), "m");
    }

    private static Quantity bytes(long amount) {
        return new Quantity(String.valueOf(amount));
    }
}
