package io.replyard.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Toleration;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What pods of Repls get beyond what Replyard needs, in the words of a pod's own metadata and spec. An absent value is taken from the next place: Language,
 * operator settings. Lists are put together, of maps the nearer one's entries win, all else is taken whole from the nearer one.
 *
 * @param labels further labels
 * @param annotations further annotations
 * @param imagePullSecrets Secrets of the pods' namespace with credentials for registries
 * @param nodeSelector labels a node must have
 * @param tolerations taints that are borne
 * @param affinity rules for the choice of a node, taken as a whole
 * @param priorityClassName who goes first when nodes are full
 * @param runtimeClassName the sandbox, such as gVisor's or Kata's
 * @param hostUsers false gives the pod user ids of its own on the node
 */
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record PodAdditions(
        @Size(max = 32) @JsonPropertyDescription("Further labels of the pod.")
        @ValidationRule(value = PodAdditions.KEYS, message = "pod.labels: " + PodAdditions.KEYS_ADVICE)
        @ValidationRule(value = PodAdditions.FOREIGN, message = "pod.labels: " + PodAdditions.FOREIGN_ADVICE)
        @ValidationRule(value = PodAdditions.VALUES, message = "pod.labels: " + PodAdditions.VALUES_ADVICE)
        @Nullable Map<String, @Size(max = 63) String> labels,

        @Size(max = 32) @JsonPropertyDescription("Further annotations of the pod.")
        @ValidationRule(value = PodAdditions.KEYS, message = "pod.annotations: " + PodAdditions.KEYS_ADVICE)
        @ValidationRule(value = PodAdditions.FOREIGN, message = "pod.annotations: " + PodAdditions.FOREIGN_ADVICE)
        @Nullable Map<String, @Size(max = 4096) String> annotations,

        @Size(max = 16) @JsonPropertyDescription(
                "Secrets of the pods' own namespace with credentials for registries; added to the chart's.")
        @ValidationRule(
                value = "self.all(secret, has(secret.name) && secret.name.size() > 0 && secret.name.size() <= 253)",
                message = "pod.imagePullSecrets: each has the name of a Secret in the Repls' namespace")
        @Nullable List<LocalObjectReference> imagePullSecrets,

        @Size(max = 32) @JsonPropertyDescription("Labels a node must have; added to the chart's.")
        @ValidationRule(value = PodAdditions.KEYS, message = "pod.nodeSelector: " + PodAdditions.KEYS_ADVICE)
        @ValidationRule(value = PodAdditions.VALUES, message = "pod.nodeSelector: " + PodAdditions.VALUES_ADVICE)
        @Nullable Map<String, @Size(max = 63) String> nodeSelector,

        @Size(max = 32) @JsonPropertyDescription("Taints that are borne; added to the chart's.") @Nullable List<Toleration> tolerations,

        @JsonPropertyDescription("Rules for the choice of a node; in place of the chart's.") @Nullable Affinity affinity,

        @Size(min = 1, max = 253) @JsonPropertyDescription("Who goes first when nodes are full.")
        @ValidationRule(value = PodAdditions.NAME, message = "pod.priorityClassName is the name of a PriorityClass")
        @Nullable String priorityClassName,

        @Size(min = 1, max = 253) @JsonPropertyDescription("The sandbox: a RuntimeClass such as gVisor's or Kata's.")
        @ValidationRule(value = PodAdditions.NAME, message = "pod.runtimeClassName is the name of a RuntimeClass")
        @Nullable String runtimeClassName,

        @JsonPropertyDescription("false gives the pod user ids of its own on the node, where the node can.") @Nullable Boolean hostUsers) {

    static final String NAME = "self.matches('^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$')";

    static final String KEYS = "self.all(key, key.size() <= 317"
            + " && key.matches('^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$'))";

    static final String KEYS_ADVICE =
            "names are at most 63 letters, digits, '-', '_' and '.', which may follow a DNS name and '/'";

    static final String VALUES = "self.all(key, self[key].matches('^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$'))";

    static final String VALUES_ADVICE =
            "values are at most 63 letters, digits, '-', '_' and '.', starting and ending with a letter or digit";

    static final String FOREIGN =
            "self.all(key, !key.matches('^([-a-z0-9.]*[.])?replyard[.]io/') && !key.startsWith('app.kubernetes.io/'))";

    static final String FOREIGN_ADVICE =
            "names under replyard.io/ and app.kubernetes.io/ are set by Replyard; choose others";

    /** Nothing added. */
    public static final PodAdditions NONE = PodAdditionsBuilder.builder().build();

    public PodAdditions {
        labels = labels == null ? null : Map.copyOf(labels);
        annotations = annotations == null ? null : Map.copyOf(annotations);
        imagePullSecrets = imagePullSecrets == null ? null : List.copyOf(imagePullSecrets);
        nodeSelector = nodeSelector == null ? null : Map.copyOf(nodeSelector);
        tolerations = tolerations == null ? null : List.copyOf(tolerations);
    }

    /** These and, where they leave it open, those others. */
    public PodAdditions over(PodAdditions others) {
        return new PodAdditions(
                merged(labels, others.labels),
                merged(annotations, others.annotations),
                joined(imagePullSecrets, others.imagePullSecrets),
                merged(nodeSelector, others.nodeSelector),
                joined(tolerations, others.tolerations),
                nearer(affinity, others.affinity),
                nearer(priorityClassName, others.priorityClassName),
                nearer(runtimeClassName, others.runtimeClassName),
                nearer(hostUsers, others.hostUsers));
    }

    private static <T> @Nullable T nearer(@Nullable T ours, @Nullable T theirs) {
        return ours == null ? theirs : ours;
    }

    private static @Nullable Map<String, String> merged(
            @Nullable Map<String, String> ours, @Nullable Map<String, String> theirs) {
        if (ours == null || theirs == null) {
            return nearer(ours, theirs);
        }
        Map<String, String> merged = new LinkedHashMap<>(theirs);
        merged.putAll(ours);
        return merged;
    }

    /** The API refuses a list that names something twice. */
    private static <T> @Nullable List<T> joined(@Nullable List<T> ours, @Nullable List<T> theirs) {
        return ours == null || theirs == null
                ? nearer(ours, theirs)
                : Stream.concat(theirs.stream(), ours.stream()).distinct().toList();
    }
}
