package io.replyard.pid1.identity;

import io.replyard.pid1.process.Launch;
import io.replyard.proto.session.PodVariables;
import java.util.Map;
import java.util.TreeMap;

/** The environment that programs of the Repl see. */
final class ProgramEnvironment {
    private ProgramEnvironment() {}

    /**
     * pid1's own environment without what is private to it, and with what a login would set where the image does not.
     *
     * @param own pid1's environment
     */
    static Map<String, String> from(Map<String, String> own) {
        Map<String, String> environment = new TreeMap<>(own);
        environment.keySet().removeIf(key -> key.startsWith(PodVariables.PRIVATE_PREFIX));
        environment.putIfAbsent("PATH", Launch.DEFAULT_PATH);
        environment.putIfAbsent("HOME", ThisPod.DEFAULT_HOME);
        environment.putIfAbsent("USER", "runner");
        environment.putIfAbsent("LOGNAME", environment.get("USER"));
        environment.putIfAbsent("LANG", "C.UTF-8");
        return Map.copyOf(environment);
    }
}
