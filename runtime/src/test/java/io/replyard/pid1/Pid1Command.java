package io.replyard.pid1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How a pod starts pid1, but for its class path and the cache that was made for it. */
final class Pid1Command {
    private static final Path IMAGE = Path.of("src/main/image");
    private static final Path LAUNCHER = launcher();

    private Pid1Command() {}

    /**
     * The command line.
     *
     * @param folder where the file of arguments may be written
     */
    static List<String> of(Class<?> main, Path folder) throws IOException {
        return List.of(
                LAUNCHER.toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + flags(folder),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName());
    }

    private static Path flags(Path folder) throws IOException {
        List<String> all = Files.readAllLines(IMAGE.resolve("java.args"));
        return Files.write(
                folder.resolve("java.args"),
                all.subList(0, all.indexOf("-cp")).stream()
                        .filter(flag -> !flag.startsWith("-XX:AOTCache="))
                        .toList());
    }

    private static Path launcher() {
        try {
            Path launcher = Files.createTempDirectory(Path.of("target"), "launcher")
                    .resolve("launch")
                    .toAbsolutePath();
            Process compiler = new ProcessBuilder(
                            "gcc",
                            "-static",
                            "-Wall",
                            "-Wextra",
                            "-Werror",
                            "-o",
                            launcher.toString(),
                            IMAGE.resolve("launch.c").toString())
                    .inheritIO()
                    .start();
            assertThat(compiler.waitFor()).isZero();
            return launcher;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
