package io.replyard.pid1.identity;

import io.replyard.proto.session.PodVariables;
import java.util.List;
import java.util.Map;

/**
 * Which Repl this pod is for, and what is particular to it.
 *
 * @param id {@code spec.id}
 * @param slug the name of the project folder in the home folder
 * @param user the owner's name; empty if unknown
 * @param language the language as the Repl names it; empty if unknown
 * @param flags free switches
 * @param memoryBytes what programs may use together; 0 if unknown
 * @param environment what every program gets
 */
public record ReplIdentity(
        String id,
        String slug,
        String user,
        String language,
        List<String> flags,
        long memoryBytes,
        Map<String, String> environment) {

    /**
     * Reads it from the pod's environment.
     *
     * @throws IllegalArgumentException if something is missing or wrong; the message names it
     */
    public static ReplIdentity from(Map<String, String> environment) {
        String flags = environment.getOrDefault(PodVariables.FLAGS, "");
        return new ReplIdentity(
                ThisPod.required(environment, PodVariables.ID),
                slug(ThisPod.required(environment, PodVariables.SLUG)),
                environment.getOrDefault(PodVariables.OWNER, ""),
                environment.getOrDefault(PodVariables.LANGUAGE, ""),
                flags.isEmpty() ? List.of() : List.of(flags.split(PodVariables.SEPARATOR)),
                memory(environment.getOrDefault(PodVariables.MEMORY_BYTES, "0")),
                ProgramEnvironment.from(environment));
    }

    private static String slug(String slug) {
        if (slug.indexOf('/') >= 0 || slug.equals(".") || slug.equals("..")) {
            throw new IllegalArgumentException(
                    PodVariables.SLUG + " must be the name of a folder, not \"" + slug + "\"");
        }
        return slug;
    }

    private static long memory(String bytes) {
        try {
            return Long.parseLong(bytes.strip());
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException(
                    PodVariables.MEMORY_BYTES + " must be a number of bytes, not \"" + bytes + "\"", wrong);
        }
    }
}
