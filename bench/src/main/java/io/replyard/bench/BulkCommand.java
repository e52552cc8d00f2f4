package io.replyard.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program of this machine that runs another in a pod, with its standard input and output: replyard exec, kubectl exec.
 *
 * @param command all but what is to be run
 * @param noise what is sent in
 */
record BulkCommand(List<String> command, Path noise) {
    /** The time of the command alone goes to the file; its output is counted where it comes out. */
    private static final String OUT =
            "TIMEFORMAT='%U %S'; file=$0; { time \"$@\" 2>/dev/null </dev/null; } 2>$file | wc -c";

    private static final String IN =
            "TIMEFORMAT='%U %S'; file=$0; noise=$1; shift; { time \"$@\" 2>/dev/null <\"$noise\"; } 2>$file";

    /**
     * Moves so many bytes.
     *
     * @return seconds of CPU that the command took
     */
    double move(boolean out, long bytes) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(command);
        line.addAll(out ? List.of("head", "-c", String.valueOf(bytes), "/dev/zero") : List.of("wc", "-c"));
        return run(out, line, bytes);
    }

    /** The same out of a terminal, which script(1) makes on this side. */
    double moveOutOfATerminal(long bytes) throws IOException, InterruptedException {
        String there = "head -c " + bytes + " /dev/zero | tr '\\0' x";
        List<String> line =
                List.of("script", "-qec", String.join(" ", command) + " sh -c \"" + there + "\"", "/dev/null");
        return run(true, line, bytes);
    }

    private double run(boolean out, List<String> what, long bytes) throws IOException, InterruptedException {
        Path times = Files.createTempFile("bulk", ".times");
        List<String> line = new ArrayList<>(List.of("bash", "-c", out ? OUT : IN, times.toString()));
        if (!out) {
            line.add(noise.toString());
        }
        line.addAll(what);
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String counted = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int status = process.waitFor();
        // A terminal that closes may add an empty line.
        boolean whole = counted.equals(String.valueOf(bytes))
                || (what.getFirst().equals("script") && counted.equals(String.valueOf(bytes + 2)));
        if (!whole) {
            // kubectl exec is known to lose the last bytes now and then, and is only the yardstick.
            String lost = what.getFirst() + " moved " + counted + " of " + bytes + " bytes, status " + status;
            if (!command.getFirst().equals("kubectl")) {
                throw new IllegalStateException(lost);
            }
            System.out.println(lost);
        }
        double seconds = 0;
        for (String time : Files.readString(times).strip().split(" ", -1)) {
            seconds += Double.parseDouble(time);
        }
        Files.delete(times);
        return seconds;
    }
}
