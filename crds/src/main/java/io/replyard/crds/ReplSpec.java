package io.replyard.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a Repl is (who, where, which language) and what it is to be (awake or asleep, with which limits).
 *
 * @param id the Repl's id as given by whoever made it; never changes
 * @param language the name of a {@link Language}; one that does not exist means the Language named {@code default}
 * @param slug the name of the project's folder below the home folder
 * @param user the owner's name
 * @param bucket the bucket that keeps the files
 * @param sourceRepl the id of the Repl whose files this one starts from; fixed once set
 * @param persistence what outlives the pod; null counts as {@link Persistence#PERSISTENT}
 * @param resources limits; what is missing comes from the Language, then from the operator's settings
 * @param flags free switches handed to pid1
 * @param replicas the desired state: 1 awake, 0 asleep; null counts as 1
 */
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
        value = "!has(self.sourceRepl) || self.sourceRepl != self.id",
        message = "spec.sourceRepl must name another Repl than spec.id; leave it out for a Repl of its own",
        fieldPath = ".sourceRepl")
@ValidationRule(
        value = "!has(oldSelf.sourceRepl) || (has(self.sourceRepl) && self.sourceRepl == oldSelf.sourceRepl)",
        message = "spec.sourceRepl is fixed once set: create another Repl to start from other files",
        fieldPath = ".sourceRepl")
public record ReplSpec(
        @Required
        @Size(min = 1, max = 128) @JsonPropertyDescription("The Repl's id, 1 to 128 characters; never changes.")
        @ValidationRule(
                value = "self.matches('^[A-Za-z0-9][A-Za-z0-9._-]*$')",
                message = "spec.id must start with a letter or digit and hold only letters, digits, '.', '_' and '-'")
        @ValidationRule(
                value = "self == oldSelf",
                message = "spec.id cannot change: delete this Repl and create another")
        String id,

        @Required
        @Size(min = 1, max = 63) @JsonPropertyDescription("The name of a Language; one that does not exist means the Language named 'default'.")
        @ValidationRule(
                value = "!self.matches(r'[\\p{Cc}]')",
                message = "spec.language must not hold control characters")
        String language,

        @Required
        @Size(min = 1, max = 100) @JsonPropertyDescription("The name of the project's folder in the home folder.")
        @ValidationRule(
                value = "self != '.' && self != '..' && !self.matches(r'[/\\p{Cc}]')",
                message = "spec.slug names a folder: no '/', no control characters, not '.' or '..'")
        @ValidationRule(
                value = "bytes(self).size() <= 255",
                message = "spec.slug names a folder: at most 255 bytes of UTF-8")
        String slug,

        @Required
        @Size(min = 1, max = 100) @JsonPropertyDescription("The owner's name.")
        @ValidationRule(
                value = "self != '.' && self != '..' && !self.matches(r'[/\\p{Cc}]')",
                message = "spec.user must not hold '/' or control characters, nor be '.' or '..'")
        String user,

        @Required
        @Size(min = 1, max = 222) @JsonPropertyDescription("The bucket that keeps the files.")
        @ValidationRule(
                value = "self.matches('^[A-Za-z0-9._-]+$') && self != '.' && self != '..'",
                message =
                        "spec.bucket is a bare bucket name: letters, digits, '.', '_' and '-', without gs:// or a path")
        String bucket,

        @Size(min = 1, max = 128) @JsonPropertyDescription("The id of the Repl whose files this one starts from; fixed once set.")
        @ValidationRule(
                value = "self.matches('^[A-Za-z0-9][A-Za-z0-9._-]*$')",
                message =
                        "spec.sourceRepl is a Repl's id: it must start with a letter or digit and hold only letters, digits,"
                                + " '.', '_' and '-'")
        @Nullable String sourceRepl,

        @Default("Persistent")
        @JsonPropertyDescription(
                "What outlives the pod: Persistent keeps everything, Ephemeral keeps the files but lets the Repl expire, None keeps nothing.")
        @Nullable Persistence persistence,

        @JsonPropertyDescription(
                "Limits; what is missing comes from the Language, then from the operator. Missing never means unlimited.")
        @Nullable ReplResources resources,

        @Size(max = 64) @JsonPropertyDescription("Free switches handed to pid1.")
        @ValidationRule(
                value = "self.all(flag, flag.size() > 0 && !flag.contains(',') && !flag.matches(r'[\\p{Cc}]'))",
                message = "spec.flags: each flag is 1 to 128 characters without ',' and control characters")
        @Nullable List<@Size(max = 128) String> flags,

        @Default("1")
        @SpecReplicas
        @JsonPropertyDescription("The desired state: 1 awake, 0 asleep.")
        @ValidationRule(
                value = "self == 0 || self == 1",
                message =
                        "spec.replicas is the desired state: 1 for awake, 0 for asleep; a Repl never has more than one pod")
        @Nullable Integer replicas) {

    public ReplSpec {
        flags = flags == null ? null : List.copyOf(flags);
    }

    /** A Repl that is to be awake, with every optional field left to its default. */
    public static ReplSpec of(String id, String language, String slug, String user, String bucket) {
        return ReplSpecBuilder.builder()
                .id(id)
                .language(language)
                .slug(slug)
                .user(user)
                .bucket(bucket)
                .build();
    }

    /** The same with every default in its place and every amount in one unit: specs that mean the same are equal then. */
    public ReplSpec normalised() {
        return ReplSpecBuilder.builder(this)
                .persistence(persistenceOrDefault())
                .resources(resources == null ? ReplResources.NOTHING_SAID : resources.normalised())
                .flags(flagsOrEmpty())
                .replicas(desiredAwake() ? 1 : 0)
                .build();
    }

    /** Whether the Repl is to be awake; absent counts as awake, as the CRD's default says. */
    public boolean desiredAwake() {
        return replicas == null || replicas > 0;
    }

    /** The persistence, with the CRD's default in place of an absent one. */
    public Persistence persistenceOrDefault() {
        return persistence == null ? Persistence.PERSISTENT : persistence;
    }

    /** The flags, empty when absent. */
    public List<String> flagsOrEmpty() {
        return flags == null ? List.of() : flags;
    }
}
