package io.replyard.pid1.identity;

import io.replyard.proto.session.PodVariables;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Which Repl this pod is for, and what is particular to it.
 *
 * @param id {@code spec.id}
 * @param slug the name of the project folder in the home folder
 * @param user the owner's name; empty if unknown
 * @param language the language as the Repl names it; empty if unknown
 * @param flags free switches
 * @param memoryBytes what programs may use together; 0 if unknown
 * @param diskBytes what programs may have on the disk; 0 if pid1 does not limit that
 * @param processes how many processes and threads programs may be together; 0 if that is not limited
 * @param environment what every program gets
 */
public record ReplIdentity(
        String id,
        String slug,
        String user,
        String language,
        List<String> flags,
        long memoryBytes,
        long diskBytes,
        int processes,
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
                number(environment, PodVariables.MEMORY_BYTES, "bytes", Long::parseLong),
                number(environment, PodVariables.DISK_BYTES, "bytes", Long::parseLong),
                number(environment, PodVariables.PROCESSES, "processes", Integer::parseInt),
                ProgramEnvironment.from(environment));
    }

    private static String slug(String slug) {
        if (slug.indexOf('/') >= 0 || slug.equals(".") || slug.equals("..")) {
            throw new IllegalArgumentException(
                    PodVariables.SLUG + " must be the name of a folder, not \"" + slug + "\"");
        }
        return slug;
    }

    private static <N> N number(Map<String, String> environment, String name, String unit, Function<String, N> parse) {
        String value = environment.getOrDefault(name, "0");
        try {
            return parse.apply(value.strip());
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException(
                    name + " must be a number of " + unit + ", not \"" + value + "\"", wrong);
        }
    }
}
