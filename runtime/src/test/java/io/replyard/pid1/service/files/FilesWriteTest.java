package io.replyard.pid1.service.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FilesWriteTest {
    @TempDir
    Path project;

    private FilesClient files;

    @BeforeEach
    void open() {
        files = new FilesClient(project);
    }

    @Test
    void createsAFileAndTheFoldersAboveIt() throws Exception {
        assertThat(files.write("a/b/größe.txt", "hello").hasOk()).isTrue();

        assertThat(project.resolve("a/b/größe.txt")).hasContent("hello");
    }

    @Test
    void newFilesHaveTheModeThatProgramsGiveThem() throws Exception {
        Path made = Files.createFile(project.resolve("by-a-program"));

        files.write("by-the-service", "x");

        assertThat(Files.getPosixFilePermissions(project.resolve("by-the-service")))
                .isEqualTo(Files.getPosixFilePermissions(made));
    }

    @Test
    void replacesContentAndKeepsTheMode() throws Exception {
        Path file = Files.writeString(project.resolve("run.sh"), "a much longer old text");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x--x"));

        assertThat(files.write("run.sh", "new").hasOk()).isTrue();

        assertThat(file).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rwxr-x--x");
    }

    @Test
    void emptiesAFile() throws Exception {
        Path file = Files.writeString(project.resolve("a"), "old");

        assertThat(files.write("a", "").hasOk()).isTrue();

        assertThat(file).isEmptyFile();
    }

    @Test
    void writesAndReadsAMegabyte() throws Exception {
        String content = "0123456789abcdeф".repeat(64 * 1024);

        assertThat(files.write("big", content).hasOk()).isTrue();

        assertThat(Files.size(project.resolve("big"))).isEqualTo(content.getBytes(StandardCharsets.UTF_8).length);
        assertThat(files.read("big").getFile().getContent().toStringUtf8()).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"src", "", ".", "to-src"})
    void writingOntoAFolder(String path) throws Exception {
        Files.createDirectory(project.resolve("src"));
        Files.createSymbolicLink(project.resolve("to-src"), Path.of("src"));

        assertThat(files.write(path, "x").getError())
                .isEqualTo("unable to write file content to files: open " + (path.isEmpty() ? "." : path)
                        + ": file exists");
        assertThat(project.resolve("src")).isEmptyDirectory();
    }

    @Test
    void writingBelowAFile() throws Exception {
        Files.createFile(project.resolve("main.py"));

        assertThat(files.write("main.py/x", "x").getError())
                .isEqualTo("unable to write file content to files: open main.py/x: not a directory");
        assertThat(files.write("main.py/x/y", "x").getError()).endsWith(": not a directory");
    }

    @Test
    void aFailedWriteLeavesNothingBehind() throws Exception {
        Files.createDirectory(project.resolve("src"));

        files.write("n".repeat(256), "x");
        files.write("src", "x");

        try (Stream<Path> left = Files.walk(project)) {
            assertThat(left).containsExactlyInAnyOrder(project, project.resolve("src"));
        }
    }

    @Test
    void makesFolders() throws Exception {
        assertThat(files.mkdir("a/b/c").hasOk()).isTrue();

        assertThat(project.resolve("a/b/c")).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"src", "", ".", "src/", "to-src"})
    void makingAFolderThatExistsIsFine(String path) throws Exception {
        Files.createDirectory(project.resolve("src"));
        Files.createSymbolicLink(project.resolve("to-src"), Path.of("src"));

        assertThat(files.mkdir(path).hasOk()).isTrue();
    }

    @Test
    void makingAFolderWhereAFileIs() throws Exception {
        Files.createFile(project.resolve("main.py"));

        assertThat(files.mkdir("main.py").getError())
                .isEqualTo("unable to make directory in files: mkdir main.py: not a directory");
        assertThat(files.mkdir("main.py/x").getError())
                .isEqualTo("unable to make directory in files: mkdir main.py/x: not a directory");
    }

    @Test
    void removesAFile() throws Exception {
        Files.createFile(project.resolve("a"));

        assertThat(files.remove("a").hasOk()).isTrue();

        assertThat(project).isEmptyDirectory();
    }

    @Test
    void removesAFolderWithAllThatIsInIt() throws Exception {
        Files.createDirectories(project.resolve("a/b/c"));
        Files.writeString(project.resolve("a/b/file"), "x");
        Files.createSymbolicLink(project.resolve("a/b/loop"), Path.of("../../a"));
        Files.createFile(project.resolve("a").resolve(FilesClient.UNFINISHED));
        // A name that is not UTF-8, as old archives hold.
        run("sh", "-c", "touch \"$(printf 'a/b/na\\357ve')\"");

        assertThat(files.remove("a").hasOk()).isTrue();

        assertThat(project).isEmptyDirectory();
    }

    @Test
    void removingNothing() throws Exception {
        assertThat(files.remove("a").getError())
                .isEqualTo("unable to remove file from files: remove a: no such file or directory");
        assertThat(files.remove("a/b").getError())
                .isEqualTo("unable to remove file from files: remove a/b: no such file or directory");
        assertThat(files.tryRemove("a").hasOk()).isTrue();
        assertThat(files.tryRemove("a/b").hasOk()).isTrue();
    }

    @Test
    void tryRemoveRemoves() throws Exception {
        Files.createDirectories(project.resolve("a/b"));

        assertThat(files.tryRemove("a").hasOk()).isTrue();

        assertThat(project).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "src/..", "./"})
    void theProjectFolderStays(String path) throws Exception {
        Files.createFile(project.resolve("a"));

        assertThat(files.remove(path).getError()).endsWith(": the project folder itself cannot be removed");
        assertThat(files.tryRemove(path).getError()).endsWith(": the project folder itself cannot be removed");
        assertThat(files.move(path, "b").getError()).endsWith(": the project folder itself cannot be moved");
        assertThat(files.move("a", path).getError()).endsWith(": file exists");

        assertThat(project.resolve("a")).exists();
    }

    @Test
    void movesFilesAndFolders() throws Exception {
        Files.createDirectories(project.resolve("src/lib"));
        Files.writeString(project.resolve("src/lib/a"), "x");

        assertThat(files.move("src/lib/a", "src/b").hasOk()).isTrue();
        assertThat(files.move("src", "code").hasOk()).isTrue();

        assertThat(project.resolve("code/b")).hasContent("x");
        assertThat(project.resolve("code/lib")).isEmptyDirectory();
        assertThat(project.resolve("src")).doesNotExist();
    }

    @Test
    void movingReplacesAFile() throws Exception {
        Files.writeString(project.resolve("a"), "new");
        Files.writeString(project.resolve("b"), "old");

        assertThat(files.move("a", "b").hasOk()).isTrue();
        assertThat(files.move("b", "./b").hasOk()).as("onto itself").isTrue();

        assertThat(project.resolve("b")).hasContent("new");
        assertThat(project.resolve("a")).doesNotExist();
    }

    @Test
    void movingOntoAFolder() throws Exception {
        Files.createFile(project.resolve("a"));
        Files.createDirectory(project.resolve("src"));
        Files.createDirectory(project.resolve("lib"));

        assertThat(files.move("a", "src").getError())
                .isEqualTo("unable to move file in files: rename a src: file exists");
        assertThat(files.move("lib", "src").getError())
                .isEqualTo("unable to move file in files: rename lib src: file exists");
        assertThat(files.move("src", "a").getError())
                .isEqualTo("unable to move file in files: rename src a: not a directory");
    }

    @Test
    void movingAFolderIntoItself() throws Exception {
        Files.createDirectories(project.resolve("src/lib"));

        for (String to : new String[] {"src/x", "src/lib/x"}) {
            assertThat(files.move("src", to).getError())
                    .startsWith("unable to move file in files: rename src " + to + ": invalid argument");
        }
        assertThat(project.resolve("src/lib")).isEmptyDirectory();
    }

    @Test
    void movingWhatIsNotThere() throws Exception {
        Files.createFile(project.resolve("a"));

        assertThat(files.move("no", "b").getError())
                .isEqualTo("unable to move file in files: rename no b: no such file or directory");
        assertThat(files.move("a", "no/b").getError())
                .isEqualTo("unable to move file in files: rename a no/b: no such file or directory");
        assertThat(files.move("a", "a/b").getError()).endsWith(": not a directory");
    }

    @Test
    void leavesNoFilesOpen() throws Exception {
        Files.createDirectories(project.resolve("a/b"));
        Files.createSymbolicLink(project.resolve("out"), Path.of("../.."));
        round();
        long before = openFiles();

        for (int i = 0; i < 100; i++) {
            round();
        }

        // Other threads of the JVM may open a few of their own; one leak per round would be 100.
        assertThat(openFiles()).isLessThan(before + 50);
    }

    private void round() throws Exception {
        files.write("a/b/c", "x");
        files.read("a/b/c");
        files.read("a/b/no");
        files.read("out/x");
        files.readdir("a/b");
        files.readdir("a/b/c");
        files.mkdir("a/b/c/d");
        files.mkdir("a/x/y");
        files.write("a/b", "x");
        files.stat("a/b/c/d");
        files.move("a/b/c", "a/x/y");
        files.move("a/b/c", "no/y");
        files.move("a/x", "a/x/z");
        files.remove("a/x");
        files.tryRemove("a/x");
        files.attach(2);
        files.changes(2);
    }

    private static long openFiles() throws Exception {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(fd -> Files.exists(fd, LinkOption.NOFOLLOW_LINKS))
                    .count();
        }
    }

    private void run(String... command) throws Exception {
        Process process =
                new ProcessBuilder(command).directory(project.toFile()).start();
        assertThat(process.waitFor()).isZero();
    }
}
