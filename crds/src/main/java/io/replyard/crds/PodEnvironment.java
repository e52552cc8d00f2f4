package io.replyard.crds;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.replyard.proto.session.PodVariables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The environment of a Repl's container, written and read back. Kubernetes expands {@code $(NAME)} in values, so a literal dollar sign is written twice; nobody
 * but this class may know.
 */
public final class PodEnvironment {
    private PodEnvironment() {}

    /**
     * What pid1 has to keep, whichever Repl it is for.
     *
     * @param memoryBytes what programs may use together
     * @param diskBytes what programs may have on the disk
     * @param processes how many processes and threads programs may be together
     * @param shutAddress {@code host:port} that network policies shut, see {@link PodVariables#SHUT_ADDRESS}; empty if nobody enforces them
     * @param sessionKeys conman's public keys, base64 of the raw bytes
     */
    public record Orders(
            long memoryBytes, long diskBytes, int processes, String shutAddress, List<String> sessionKeys) {}

    /**
     * All variables of the container, in order.
     *
     * @param orders what pid1 has to keep
     */
    public static List<EnvVar> of(ReplSpec spec, LanguageSpec language, Orders orders) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("LANG", "C.UTF-8");
        language.envOrEmpty().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> values.put(entry.getKey(), entry.getValue()));
        values.put("HOME", ReplPods.HOME);
        values.put("USER", "runner");
        values.putAll(identity(spec));
        values.put(PodVariables.SESSION_KEYS, String.join(PodVariables.SEPARATOR, orders.sessionKeys()));
        values.put(PodVariables.MEMORY_BYTES, String.valueOf(orders.memoryBytes()));
        values.put(PodVariables.DISK_BYTES, String.valueOf(orders.diskBytes()));
        values.put(PodVariables.PROCESSES, String.valueOf(orders.processes()));
        if (!orders.shutAddress().isEmpty()) {
            values.put(PodVariables.SHUT_ADDRESS, orders.shutAddress());
        }
        if (!spec.flagsOrEmpty().isEmpty()) {
            values.put(PodVariables.FLAGS, String.join(PodVariables.SEPARATOR, spec.flagsOrEmpty()));
        }
        List<EnvVar> env = new ArrayList<>();
        values.forEach((name, value) -> env.add(literal(name, value)));
        env.add(new EnvVarBuilder()
                .withName(PodVariables.POD_UID)
                .withNewValueFrom()
                .withNewFieldRef("v1", "metadata.uid")
                .endValueFrom()
                .build());
        return env;
    }

    /** The variables that say which Repl a pod was made for. */
    public static Map<String, String> identity(ReplSpec spec) {
        Map<String, String> identity = new LinkedHashMap<>();
        identity.put(PodVariables.ID, spec.id());
        identity.put(PodVariables.SLUG, spec.slug());
        identity.put(PodVariables.OWNER, spec.user());
        identity.put(PodVariables.LANGUAGE, spec.language());
        return identity;
    }

    /** Whether a variable is one of {@link #identity}. */
    public static boolean tellsIdentity(EnvVar variable) {
        return switch (variable.getName()) {
            case PodVariables.ID, PodVariables.SLUG, PodVariables.OWNER, PodVariables.LANGUAGE -> true;
            default -> false;
        };
    }

    /** The reverse of {@link #of}: the values as the container sees them, without those that the node fills in. */
    public static Map<String, String> read(Pod pod) {
        Map<String, String> values = new LinkedHashMap<>();
        if (pod.getSpec() != null) {
            pod.getSpec().getContainers().stream()
                    .filter(container -> container.getName().equals(ReplPods.CONTAINER))
                    .flatMap(container -> container.getEnv().stream())
                    .filter(variable -> variable.getValue() != null)
                    .forEach(variable ->
                            values.put(variable.getName(), variable.getValue().replace("$$", "$")));
        }
        return values;
    }

    private static EnvVar literal(String name, String value) {
        return new EnvVarBuilder()
                .withName(name)
                .withValue(value.replace("$", "$$"))
                .build();
    }
}
