package io.replyard.fuzz;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes each target's seeds into a folder of its name, and prints the names: {@code WriteSeeds FOLDER}. */
public final class WriteSeeds {
    private WriteSeeds() {}

    /** The program. */
    public static void main(String[] arguments) throws Throwable {
        for (Target target : Target.all()) {
            Path folder = Files.createDirectories(Path.of(arguments[0], target.name()));
            List<byte[]> seeds = target.seeds();
            for (int i = 0; i < seeds.size(); i++) {
                Files.write(folder.resolve("seed-" + i), seeds.get(i));
            }
            System.out.println(target.name());
        }
    }
}
