package io.replyard.pid1;

import io.replyard.proto.session.PodVariables;
import io.replyard.proto.token.Ed25519Keys;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What the pod's environment says.
 *
 * @param replId {@code spec.id} of the Repl
 * @param podUid this pod's uid; session tokens name it
 * @param sessionKeys conman's public keys
 * @param project the project folder
 * @param memoryBytes what programs may use together; 0 if unknown
 */
record Settings(String replId, String podUid, List<PublicKey> sessionKeys, Path project, long memoryBytes) {

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException if one is missing or wrong; the message names it
     */
    static Settings from(Map<String, String> environment) {
        String slug = required(environment, PodVariables.SLUG);
        if (slug.indexOf('/') >= 0 || slug.equals(".") || slug.equals("..")) {
            throw new IllegalArgumentException(
                    PodVariables.SLUG + " must be the name of a folder, not \"" + slug + "\"");
        }
        List<PublicKey> keys = Arrays.stream(
                        required(environment, PodVariables.SESSION_KEYS).split(PodVariables.SEPARATOR))
                .map(String::strip)
                .filter(key -> !key.isEmpty())
                .map(Ed25519Keys::fromBase64)
                .toList();
        return new Settings(
                required(environment, PodVariables.ID),
                required(environment, PodVariables.POD_UID),
                keys,
                Path.of(environment.getOrDefault("HOME", "/home/runner"), slug),
                memory(environment.getOrDefault(PodVariables.MEMORY_BYTES, "0")));
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "");
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " is not set; the operator sets it on the Repl's pod");
        }
        return value;
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
