package io.replyard.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs the command as a process of its own, started by a shell, so that it can be started in every way a shell knows. */
final class CommandProcess {
    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();

    /** How it ended; {@code err} has no lines about waiting, which on a slow machine any of them may print. */
    record Result(int code, String out, String err) {}

    /**
     * @param folder for files of its own
     * @param url the server it connects to
     */
    CommandProcess(Path folder, URI url) {
        this.folder = folder;
        environment.put("REPLYARD_URL", url.toString());
    }

    CommandProcess with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Java, up to our main class. */
    static List<String> words(String... arguments) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                Replyard.class.getName()));
        words.addAll(List.of(arguments));
        return words;
    }

    /**
     * Starts a shell that runs {@code script}, in which {@code "$@"} is the command.
     *
     * @param arguments the command's
     */
    ProcessBuilder shell(String script, String... arguments) {
        List<String> command = new ArrayList<>(List.of("bash", "-c", script, "bash"));
        command.addAll(words(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(folder.resolve("err").toFile());
        builder.environment().putAll(environment);
        return builder;
    }

    Result run(String script, byte[] input, String... arguments) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Process process = shell(script, arguments).redirectOutput(out.toFile()).start();
        try (OutputStream pipe = process.getOutputStream()) {
            pipe.write(input);
        } catch (IOException nobodyReads) {
            // It may end before it has read everything.
            assert input.length > 0;
        }
        int code = process.waitFor();
        return new Result(code, Files.readString(out, StandardCharsets.UTF_8), errors());
    }

    String errors() throws IOException {
        StringBuilder errors = new StringBuilder();
        for (String line : Files.readAllLines(folder.resolve("err"))) {
            if (!line.startsWith("replyard: hello: ")) {
                errors.append(line).append('\n');
            }
        }
        return errors.toString();
    }
}
