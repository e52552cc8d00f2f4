package io.replyard.crds;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the operator has seen of a Repl. Times have whole seconds.
 *
 * @param phase where the Repl is on its way
 * @param conditions Ready and Progressing, and Refused while the API server refuses a write; each with its reason
 * @param podName the pod's name while one exists
 * @param endpoint where pid1 listens, {@code ip:port}, while the phase is Ready
 * @param replicas pods that exist, 0 or 1
 * @param selector label selector of the Repl's pod, for the scale subresource
 * @param restarts how often the pod was started again since the Repl was last Ready for ten minutes
 * @param nextRestartAt when a failed pod is started again, while the operator waits
 * @param refusals how often in a row the API server refused what {@link ReplCondition#REFUSED} speaks of; null when there is no such condition
 * @param nextTryAt when that is tried again
 * @param lastTermination why the last pod ended
 * @param observedGeneration the {@code metadata.generation} this status speaks of
 */
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ReplStatus(
        @JsonPropertyDescription("Where the Repl is on its way.") @Nullable ReplPhase phase,

        @Size(max = 8) @JsonPropertyDescription(
                "Ready and Progressing, and Refused while the API server refuses a write; each with its reason.")
        @Nullable List<ReplCondition> conditions,

        @Size(max = 253) @JsonPropertyDescription("The pod's name while one exists.") @Nullable String podName,

        @Size(max = 64) @JsonPropertyDescription("Where pid1 listens, ip:port, while the phase is Ready.") @Nullable String endpoint,

        @StatusReplicas @JsonPropertyDescription("Pods that exist, 0 or 1.") @Nullable Integer replicas,

        @LabelSelector @Size(max = 256) @JsonPropertyDescription("Label selector of the Repl's pod.") @Nullable String selector,

        @JsonPropertyDescription("Restarts since the Repl was last Ready for ten minutes.") @Nullable Integer restarts,

        @JsonFormat(shape = JsonFormat.Shape.STRING)
        @JsonPropertyDescription("When a failed pod is started again.")
        @Nullable Instant nextRestartAt,

        @JsonPropertyDescription("How often in a row the API server refused what the condition Refused speaks of.")
        @Nullable Integer refusals,

        @JsonFormat(shape = JsonFormat.Shape.STRING)
        @JsonPropertyDescription("When a refused write is tried again, unless the spec changes before.")
        @Nullable Instant nextTryAt,

        @JsonPropertyDescription("Why the last pod ended.") @Nullable ReplTermination lastTermination,

        @JsonPropertyDescription("The metadata.generation this status speaks of.") @Nullable Long observedGeneration) {

    public ReplStatus {
        conditions = conditions == null ? null : List.copyOf(conditions);
    }

    /** The condition of a type such as {@link ReplCondition#READY}, if it was reported yet. */
    public Optional<ReplCondition> condition(String type) {
        return conditions == null
                ? Optional.empty()
                : conditions.stream().filter(c -> c.type().equals(type)).findFirst();
    }

    /** How often the pod was started again, 0 when never reported. */
    public int restartsOrZero() {
        return restarts == null ? 0 : restarts;
    }

    /** How often in a row the API server refused a write, 0 when it does not. */
    public int refusalsOrZero() {
        return refusals == null ? 0 : refusals;
    }
}
