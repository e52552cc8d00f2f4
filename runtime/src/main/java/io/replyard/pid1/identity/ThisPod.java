package io.replyard.pid1.identity;

import io.replyard.proto.session.PodVariables;
import io.replyard.proto.token.Ed25519Keys;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The pod that pid1 runs in, whichever Repl it is for.
 *
 * @param uid the pod's uid; session tokens name it
 * @param sessionKeys conman's public keys
 * @param shutAddress {@code host:port} that can only be reached while network policies do not hold the pod; empty if none are to be waited for
 * @param home the home folder, which holds the project folder
 */
public record ThisPod(String uid, List<PublicKey> sessionKeys, String shutAddress, Path home) {
    /** Where the environment names none. */
    static final String DEFAULT_HOME = "/home/runner";

    /**
     * Reads it from the pod's environment.
     *
     * @throws IllegalArgumentException if something is missing or wrong; the message names it
     */
    public static ThisPod from(Map<String, String> environment) {
        List<PublicKey> keys = Arrays.stream(
                        required(environment, PodVariables.SESSION_KEYS).split(PodVariables.SEPARATOR))
                .map(String::strip)
                .filter(key -> !key.isEmpty())
                .map(Ed25519Keys::fromBase64)
                .toList();
        return new ThisPod(
                required(environment, PodVariables.POD_UID),
                keys,
                environment.getOrDefault(PodVariables.SHUT_ADDRESS, ""),
                Path.of(environment.getOrDefault("HOME", DEFAULT_HOME)));
    }

    static String required(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "");
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " is not set; the operator sets it on the Repl's pod");
        }
        return value;
    }
}
