package io.replyard.pid1.process;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/** Finds the file to execute as Go's os/exec does, and fails in its words, which clients look for. */
final class ExecutableSearch {
    private ExecutableSearch() {}

    /**
     * The path to execute. A name with a slash is taken as it is, so that the kernel says what is wrong with it.
     *
     * @throws LaunchException if no folder of PATH holds an executable file of that name
     */
    static String find(String program, Map<String, String> environment, Path directory) throws LaunchException {
        if (program.indexOf('\0') >= 0) {
            throw new LaunchException("exec: program name holds a NUL byte");
        }
        if (program.indexOf('/') >= 0) {
            return program;
        }
        for (String folder :
                environment.getOrDefault("PATH", Launch.DEFAULT_PATH).split(":", -1)) {
            if (isExecutable(directory, folder, program)) {
                return Path.of(folder, program).toString();
            }
        }
        throw new LaunchException("exec: \"" + program + "\": executable file not found in $PATH");
    }

    private static boolean isExecutable(Path directory, String folder, String program) {
        try {
            Path file = directory.resolve(folder).resolve(program);
            return !program.isEmpty() && Files.isRegularFile(file) && Files.isExecutable(file);
        } catch (InvalidPathException unusable) {
            return false;
        }
    }
}
