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
 * Why a pod ended.
 *
 * @param reason the name of a {@link ReplReason}
 * @param message what the node said, or the container, which is marked as such; {@linkplain PlainText plain}, whoever wrote it
 * @param exitCode pid1's exit code, absent when the container never ran or the node is lost
 * @param oom whether the kernel took the container for its memory
 * @param at when it ended, whole seconds
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ReplTermination(
        @Required @Size(min = 1, max = 1024) @JsonPropertyDescription("One word for programs.")
        String reason,

        @Size(max = 32768) @JsonPropertyDescription("What the node said, or the container's last words, marked as such.")
        @Nullable String message,

        @JsonPropertyDescription("pid1's exit code.") @Nullable Integer exitCode,

        @Required @JsonPropertyDescription("Whether the kernel took the container for its memory.")
        boolean oom,

        @Required @JsonFormat(shape = JsonFormat.Shape.STRING) @JsonPropertyDescription("When it ended.")
        Instant at) {

    public ReplTermination {
        message = message == null ? null : PlainText.of(message, ReplCondition.MAX_MESSAGE);
    }
}
