package io.replyard.pid1.service.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that a save by renaming would lose, or could not save. */
final class FilesInPlaceTest {
    private static final int A_USER = 1000;

    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(strings = {"", "n", "new", "a longer text"})
    void otherHardLinksSeeTheNewContent(String content) throws Exception {
        Path file = Files.writeString(home.resolve("a"), "old");
        Path other = Files.createLink(home.resolve("b"), file);

        assertThat(new FilesClient(home).write("a", content).hasOk()).isTrue();

        assertThat(file).hasContent(content);
        assertThat(other).hasContent(content);
        assertThat(Files.isSameFile(file, other)).isTrue();
    }

    @Test
    void aFileThatCanBeWrittenInAFolderThatCannot() throws Exception {
        Path project = Files.createDirectory(home.resolve("project"));
        Path file = Files.writeString(project.resolve("a"), "old");
        Path shut = Files.writeString(project.resolve("shut"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.setPosixFilePermissions(shut, PosixFilePermissions.fromString("r--r--r--"));
        Files.setPosixFilePermissions(project, PosixFilePermissions.fromString("r-xr-xr-x"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        FilesClient files = new FilesClient(project);

        asUser(() -> {
            assertThat(files.write("a", "new").getError()).isEmpty();
            assertThat(files.write("shut", "new").getError()).endsWith(": permission denied");
            assertThat(files.write("another", "new").getError()).endsWith(": permission denied");
        });

        assertThat(file).hasContent("new");
        assertThat(shut).hasContent("old");
        Files.setPosixFilePermissions(project, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void somebodyElsesFileStaysTheirs() throws Exception {
        Path project = Files.createDirectory(home.resolve("project"));
        Path file = Files.writeString(project.resolve("a"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.setPosixFilePermissions(project, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        Object owner = Files.getOwner(file);
        FilesClient files = new FilesClient(project);

        asUser(() -> assertThat(files.write("a", "new").getError()).isEmpty());

        assertThat(file).hasContent("new");
        assertThat(Files.getOwner(file)).isEqualTo(owner);
        assertThat(project.toFile().list()).containsExactly("a");
    }

    /** A limit of the file's size fails where a full disk does. */
    @Test
    void noRoomCostsNothing() throws Exception {
        Path file = Files.writeString(home.resolve("a"), "o".repeat(10_000));
        Files.createLink(home.resolve("b"), file);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process limited = new ProcessBuilder(
                        "bash",
                        "-c",
                        "trap '' XFSZ; ulimit -f 16; exec \"$@\"",
                        "bash",
                        java,
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FilesInPlaceTest.class.getName(),
                        home.toString())
                .redirectErrorStream(true)
                .start();

        String said = new String(limited.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(limited.waitFor()).as(said).isZero();
        assertThat(file).hasContent("o".repeat(10_000));
    }

    /** Writes more than the limit allows. */
    public static void main(String[] arguments) throws Exception {
        assertThat(new FilesClient(Path.of(arguments[0]))
                        .write("a", "n".repeat(100_000))
                        .getError())
                .endsWith(": file too large");
    }

    private interface Work {
        void run() throws Exception;
    }

    /** Whoever runs the tests as root is a user for this thread's files. */
    private static void asUser(Work work) throws Exception {
        try {
            setFileUser(A_USER);
            work.run();
        } finally {
            setFileUser(0);
        }
    }

    private static void setFileUser(int user) throws Exception {
        MethodHandle setfsuid = Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().find("setfsuid").orElseThrow(),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try {
            int _ = (int) setfsuid.invokeExact(user);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }
}
