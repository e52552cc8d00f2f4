package io.replyard.pid1.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trees as deep as programs can make them: by names of one letter, and deeper than any path is long. */
class DeepTreeTest {
    private static final int DEPTH = 3_000;

    @TempDir
    Path home;

    @Test
    void isRemoved() throws Exception {
        Path project = deepTree();

        onAVirtualThread(() -> new ProjectWriter(new ProjectFolder(project)).remove("d"));

        assertThat(project.resolve("d")).doesNotExist();
    }

    @Test
    void doesNotKeepAScanFromTheRest() throws Exception {
        Path project = deepTree();
        Files.writeString(project.resolve("z"), "z");
        List<String> found = new ArrayList<>();

        onAVirtualThread(() ->
                new ChangeScan(new ProjectFolder(project)).since(Instant.EPOCH, path -> found.add(path.toString())));

        assertThat(found).containsExactly("z");
        onAVirtualThread(() -> new ProjectWriter(new ProjectFolder(project)).remove("d"));
    }

    /** Most of a JVM's own are open by then. */
    @Test
    void takesFewDescriptors() throws Exception {
        Path project = deepTree();
        Process few = new ProcessBuilder(
                        "bash",
                        "-c",
                        "ulimit -n 300; exec \"$@\"",
                        "bash",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DeepTreeTest.class.getName(),
                        project.toString())
                .redirectErrorStream(true)
                .start();

        String said = new String(few.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(few.waitFor()).as(said).isZero();
        assertThat(project.resolve("d")).doesNotExist();
    }

    /** Scans and removes, in a JVM of its own. */
    public static void main(String[] arguments) throws Exception {
        ProjectFolder project = new ProjectFolder(Path.of(arguments[0]));
        onAVirtualThread(() -> new ChangeScan(project).since(Instant.EPOCH, path -> {}));
        onAVirtualThread(() -> new ProjectWriter(project).remove("d"));
    }

    /** Where the kernel's way up does not lead to where it came from, nothing is touched. */
    @Test
    void aTreeThatIsMovedMeanwhileIsNotLeftToWhereItWasMoved() throws Exception {
        Path project = Files.createDirectory(home.resolve("project"));
        Path outside = Files.createDirectory(home.resolve("outside"));
        Path deep = Files.createDirectories(project.resolve("d/".repeat(FolderDescent.MOST_OPEN + 2) + "d"));
        try (FolderDescent at = new FolderDescent(new ProjectFolder(project).open())) {
            for (int i = 0; i < FolderDescent.MOST_OPEN + 1; i++) {
                at.enter(Path.of("d"));
            }
            Files.move(project.resolve("d/d"), outside.resolve("d"));
            for (int i = 0; i < FolderDescent.MOST_OPEN - 1; i++) {
                at.leave();
            }

            assertThatThrownBy(at::leave).hasMessageContaining("moved meanwhile");
        }
        assertThat(deep).doesNotExist();
    }

    @Test
    void isMadeAsDeepAsAPathIsLong() throws Exception {
        Path project = Files.createDirectory(home.resolve("project"));
        String path = "d/".repeat(1_900) + "d";

        onAVirtualThread(() -> new ProjectWriter(new ProjectFolder(project)).makeFolder(path));

        assertThat(project.resolve(path)).isDirectory();
        onAVirtualThread(() -> new ProjectWriter(new ProjectFolder(project)).remove("d"));
    }

    @Test
    void aFolderThatMayNotBeReadHidesOnlyItself() throws Exception {
        Path project = Files.createDirectories(home.resolve("project"));
        Files.writeString(Files.createDirectory(project.resolve("a")).resolve("shut"), "");
        Files.writeString(project.resolve("b"), "");
        Files.setPosixFilePermissions(project.resolve("a"), PosixFilePermissions.fromString("---------"));
        List<String> found = new ArrayList<>();

        new ChangeScan(new ProjectFolder(project)).since(Instant.EPOCH, path -> found.add(path.toString()));

        // Who is root may read everything.
        assertThat(found).contains("b");
    }

    /** Too deep for one path, so made from the inside. */
    private Path deepTree() throws IOException, InterruptedException {
        Path project = Files.createDirectory(home.resolve("project"));
        String script = "import os\nfor i in range(" + DEPTH + "): os.mkdir('d'); os.chdir('d')\nopen('f', 'w')";
        Process maker = new ProcessBuilder("python3", "-c", script)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(maker.waitFor()).isZero();
        return project;
    }

    private interface Work {
        void run() throws Exception;
    }

    /** As in a channel, whose stack is no platform thread's. */
    private static void onAVirtualThread(Work work) throws InterruptedException {
        List<Throwable> failed = new ArrayList<>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        work.run();
                    } catch (Throwable failure) {
                        failed.add(failure);
                    }
                })
                .join();
        assertThat(failed).isEmpty();
    }
}
