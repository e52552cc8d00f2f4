package io.replyard.pid1.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What to start.
 *
 * @param arguments the command line, program first; not empty
 * @param environment the whole environment, nothing is inherited
 * @param directory where it starts
 * @param stdio what its descriptors 0, 1 and 2 are
 */
public record Launch(List<String> arguments, Map<String, String> environment, Path directory, Stdio stdio) {
    /** The PATH that a login would give; searched where the environment names none. */
    public static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    public Launch {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("a command line needs at least a program");
        }
    }

    /** Standard input, output and error. Output and error are always one stream, in the order written. */
    public enum Stdio {
        /** A new terminal, which becomes the controlling one of a new session. */
        TERMINAL,
        /** Output through a pipe, input from a pipe that stays open until it is closed. */
        PIPES,
        /** Output through a pipe, no input: /dev/null. */
        OUTPUT_ONLY
    }
}
