package io.replyard.pid1.identity;

import io.replyard.pid1.process.Launch;
import io.replyard.proto.session.PodVariables;
import java.util.Map;
import java.util.TreeMap;

/** The environment that programs of the Repl see. */
final class ProgramEnvironment {
    private ProgramEnvironment() {}

    /**
     * What image and Language set for programs, as it was before it was kept from pid1; what programs may know of pid1's own; and what a login would set where
     * none of these does.
     *
     * @param own pid1's environment
     */
    static Map<String, String> from(Map<String, String> own) {
        Map<String, String> environment = new TreeMap<>(own);
        environment.keySet().removeIf(key -> key.startsWith(PodVariables.PRIVATE_PREFIX));
        own.forEach((name, value) -> {
            if (name.startsWith(PodVariables.PROGRAM_PREFIX)) {
                environment.put(name.substring(PodVariables.PROGRAM_PREFIX.length()), value);
            }
        });
        environment.putIfAbsent("PATH", Launch.DEFAULT_PATH);
        environment.putIfAbsent("HOME", ThisPod.DEFAULT_HOME);
        environment.putIfAbsent("USER", "runner");
        environment.putIfAbsent("LOGNAME", environment.get("USER"));
        environment.putIfAbsent("LANG", "C.UTF-8");
        return Map.copyOf(environment);
    }
}
