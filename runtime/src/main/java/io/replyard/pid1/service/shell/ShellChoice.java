package io.replyard.pid1.service.shell;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Which shell to start, and with which environment. */
final class ShellChoice {
    private static final List<String> USUAL = List.of("/bin/bash", "/usr/bin/bash", "/bin/sh");

    private ShellChoice() {}

    /** $SHELL if it can be executed, else bash, else sh. */
    static String shell(Map<String, String> environment) {
        return Stream.concat(Stream.ofNullable(environment.get("SHELL")), USUAL.stream())
                .filter(path -> path.startsWith("/") && Files.isExecutable(Path.of(path)))
                .findFirst()
                .orElse("/bin/sh");
    }

    /** The environment with what a terminal adds. The prompt is only a default: start-up files of the image win. */
    static Map<String, String> environment(Map<String, String> programs, String shell) {
        Map<String, String> environment = new HashMap<>(programs);
        environment.put("SHELL", shell);
        environment.putIfAbsent("TERM", "xterm-256color");
        environment.putIfAbsent("PS1", prompt(Objects.toString(Path.of(shell).getFileName())));
        return environment;
    }

    /** {@code ~/slug$ }; what is not bash knows no escapes, but expands variables. */
    private static String prompt(String shell) {
        return shell.equals("bash") ? "\\w\\$ " : "${PWD}$ ";
    }
}
