package io.replyard.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The processor time that some processes of this machine take from now on, by what their environment says. */
final class Cpu {
    /** The kernel's unit in /proc/PID/stat, on all that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    private final List<Path> processes;
    private final long before;

    private Cpu(List<Path> processes) {
        this.processes = processes;
        this.before = ticks();
    }

    /** Those of Java that have this in their environment; there must be one at least. */
    static Cpu ofProcessesWith(String variable) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            List<Path> found = all.filter(
                            process -> read(process.resolve("comm")).startsWith("java"))
                    .filter(process -> read(process.resolve("environ")).contains(variable))
                    .toList();
            if (found.isEmpty()) {
                throw new IllegalStateException("no process here has " + variable + " in its environment");
            }
            return new Cpu(found);
        }
    }

    double seconds() {
        return (ticks() - before) / TICKS_PER_SECOND;
    }

    private long ticks() {
        return processes.stream()
                .map(process -> read(process.resolve("stat")))
                .map(stat -> stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1))
                .mapToLong(fields -> Long.parseLong(fields[11]) + Long.parseLong(fields[12]))
                .sum();
    }

    /** Empty for a process that has gone, or is none. */
    private static String read(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
        } catch (IOException gone) {
            return "";
        }
    }
}
