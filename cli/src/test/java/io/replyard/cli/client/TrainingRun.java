package io.replyard.cli.client;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Runs the command that its arguments name once through all that {@code replyard exec} does, for whoever records what that needs. */
final class TrainingRun {
    private TrainingRun() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.addAll(List.of("exec", "hello", "--", "cat"));
        int code;
        try (FakeRepl repl = FakeRepl.start()) {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .environment()
                    .put("REPLYARD_URL", repl.url().toString());
            Process process = builder.start();
            try (OutputStream input = process.getOutputStream()) {
                input.write("trained\n".getBytes(StandardCharsets.UTF_8));
            }
            code = process.waitFor();
        }
        System.exit(code);
    }
}
