package io.replyard.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of a language.
 *
 * @param image the container image; any with a shell and glibc will do
 * @param imagePullPolicy when the node asks the registry; null counts as {@link ImagePullPolicy#IF_NOT_PRESENT}
 * @param runtime how pid1 comes into the pod; null counts as {@link RuntimeSource#MOUNTED}
 * @param env environment of every program, beside the image's own and before it; pid1 itself does not see it; values are literal, {@code $(NAME)} is not expanded
 * @param processes the most processes and threads of one Repl; null means the operator's default
 * @param resources limits of Repls that do not say their own
 * @param pod what its pods get beyond what Replyard needs
 */
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record LanguageSpec(
        @Required
        @Size(min = 1, max = 512) @JsonPropertyDescription("The container image; any with a shell and glibc will do.")
        @ValidationRule(
                value = "!self.matches(r'[\\s\\p{Cc}]')",
                message = "spec.image is an image reference such as registry.example/python:3.14, without spaces")
        String image,

        @Default("Mounted")
        @JsonPropertyDescription(
                "How pid1 comes into the pod: Included when the image holds it at /opt/replyard, Mounted from an image volume for any other image.")
        @Nullable RuntimeSource runtime,

        @Default("IfNotPresent") @JsonPropertyDescription("When the node asks the registry for the image.") @Nullable ImagePullPolicy imagePullPolicy,

        @Size(max = 64) @JsonPropertyDescription(
                "Environment of every program, beside the image's own; it does not reach pid1. Values are literal.")
        @ValidationRule(
                value = "self.all(name, name.matches('^[A-Za-z_][A-Za-z0-9_]*$'))",
                message = "spec.env: names are letters, digits and '_', not starting with a digit")
        @ValidationRule(
                value = "self.all(name, !name.startsWith('REPL_') && !name.startsWith('REPLYARD_')"
                        + " && name != 'HOME' && name != 'USER')",
                message =
                        "spec.env: HOME, USER and names starting with REPL_ or REPLYARD_ are set by Replyard; choose others")
        @Nullable Map<String, @Size(max = 4096) String> env,

        @Min(16) @Max(100000) @JsonPropertyDescription(
                "The most processes and threads of one Repl; with more, its programs are killed. Left out, the operator's default.")
        @Nullable Integer processes,

        @JsonPropertyDescription("Limits of Repls that do not say their own.") @Nullable ReplResources resources,

        @JsonPropertyDescription(
                "What pods of this Language get beyond what Replyard needs, over what the chart says for all; a change makes them anew.")
        @Nullable PodAdditions pod) {

    public LanguageSpec {
        env = env == null ? null : Map.copyOf(env);
    }

    /** How pid1 comes into the pod, with the CRD's default in place of an absent one. */
    public RuntimeSource runtimeOrDefault() {
        return runtime == null ? RuntimeSource.MOUNTED : runtime;
    }

    /** What pods get beyond what Replyard needs, nothing when absent. */
    public PodAdditions podOrNone() {
        return pod == null ? PodAdditions.NONE : pod;
    }

    /** The environment, empty when absent. */
    public Map<String, String> envOrEmpty() {
        return env == null ? Map.of() : env;
    }
}
