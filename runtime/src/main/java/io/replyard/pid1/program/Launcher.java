package io.replyard.pid1.program;

import io.replyard.pid1.process.Launch;
import io.replyard.pid1.process.Processes;
import io.replyard.pid1.process.Program;
import io.replyard.pid1.process.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Starts programs as all programs of this Repl are started.
 *
 * @param processes asked with the first program and not before
 * @param project the folder they start in
 * @param environment what every program gets
 */
public record Launcher(Supplier<Processes> processes, Path project, Map<String, String> environment) {
    Program start(List<String> arguments, Map<String, String> more, Launch.Stdio stdio, Terminal.Size size)
            throws IOException {
        Map<String, String> merged = new HashMap<>(environment);
        merged.putAll(more);
        return processes.get().start(new Launch(arguments, merged, project, stdio), size);
    }
}
