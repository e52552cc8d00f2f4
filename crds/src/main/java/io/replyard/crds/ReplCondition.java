package io.replyard.crds;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.replyard.proto.session.PlainText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A condition in Kubernetes' own shape (metav1.Condition), so that {@code kubectl wait --for=condition=Ready} works.
 *
 * @param type {@link #READY}, {@link #PROGRESSING} or {@link #REFUSED}
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param reason the name of a {@link ReplReason}
 * @param message a sentence for people, {@linkplain PlainText plain} and no longer than {@link #MAX_MESSAGE}, whoever wrote it; may be empty
 * @param lastTransitionTime when {@code status} last changed, whole seconds
 * @param observedGeneration the {@code metadata.generation} the condition speaks of
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ReplCondition(
        @Required @Size(min = 1, max = 316) @JsonPropertyDescription("Ready, Progressing or Refused.")
        String type,

        @Required @Size(min = 1, max = 7) @JsonPropertyDescription("True, False or Unknown.")
        String status,

        @Required @Size(min = 1, max = 1024) @JsonPropertyDescription("One word for programs.")
        String reason,

        @Required @Size(max = 32768) @JsonPropertyDescription("A sentence for people.")
        String message,

        @Required @JsonFormat(shape = JsonFormat.Shape.STRING) @JsonPropertyDescription("When status last changed.")
        Instant lastTransitionTime,

        @JsonPropertyDescription("The metadata.generation the condition speaks of.") @Nullable Long observedGeneration) {

    /** Code points of a message, so that an object stays small. */
    static final int MAX_MESSAGE = 1000;

    /** Type: sessions can be opened. */
    public static final String READY = "Ready";

    /** Type: the operator or the node is at work to reach the desired state. */
    public static final String PROGRESSING = "Progressing";

    /** Type: the API server refuses a write that the Repl needs, for good as far as can be told. Present only while it does. */
    public static final String REFUSED = "Refused";

    public ReplCondition {
        message = PlainText.of(message, MAX_MESSAGE);
    }

    /** Whether {@code status} is {@code True}. */
    public boolean holds() {
        return status.equals("True");
    }
}
