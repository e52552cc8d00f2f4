package io.replyard.pid1.service.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.File;
import io.replyard.proto.wire.RunMain;
import io.replyard.proto.wire.StatResult;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FilesReadTest {
    @TempDir
    Path project;

    private FilesClient files;

    @BeforeEach
    void open() {
        files = new FilesClient(project);
    }

    @Test
    void readsAFileAndGivesThePathBackAsAsked() throws Exception {
        Files.writeString(Files.createDirectory(project.resolve("src")).resolve("a.py"), "print(1)\n");

        Command reply = files.read("./src//a.py");

        assertThat(reply.getFile().getPath()).isEqualTo("./src//a.py");
        assertThat(reply.getFile().getContent().toStringUtf8()).isEqualTo("print(1)\n");
        assertThat(reply.getFile().getType()).isEqualTo(File.Type.REGULAR);
    }

    @Test
    void readsAnEmptyFileAsAFileBody() throws Exception {
        Files.createFile(project.resolve("empty"));

        Command reply = files.read("empty");

        assertThat(reply.getBodyCase()).isEqualTo(Command.BodyCase.FILE);
        assertThat(reply.getFile().getPath()).isEqualTo("empty");
        assertThat(reply.getFile().getContent()).isEqualTo(ByteString.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"größe.txt", "日本語.py", "🦊 fox", "e\u0301", "two\nlines", "-rf", "a\\b", "~", "*"})
    void readsNamesOfAllKinds(String name) throws Exception {
        Files.writeString(project.resolve(name), "x");

        assertThat(files.read(name).getFile().getContent().toStringUtf8()).isEqualTo("x");
        assertThat(names(files.readdir("."))).containsExactly(name);
    }

    @Test
    void readsAnAbsolutePathInTheProject() throws Exception {
        Files.writeString(project.resolve("a"), "x");

        assertThat(files.read(project.resolve("a").toString())
                        .getFile()
                        .getContent()
                        .toStringUtf8())
                .isEqualTo("x");
    }

    @Test
    void missingFile() throws Exception {
        assertThat(files.read("main.py").getError())
                .isEqualTo("unable to read file content from files: open main.py: no such file or directory");
        assertThat(files.read("no/main.py").getError())
                .isEqualTo("unable to read file content from files: open no/main.py: no such file or directory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"src", "", ".", "/", "src/.."})
    void readingAFolder(String path) throws Exception {
        Files.createDirectory(project.resolve("src"));

        String error = files.read(path.equals("/") ? project + "/" : path).getError();

        assertThat(error)
                .startsWith("unable to read file content from files: open ")
                .endsWith(": is a directory");
    }

    @Test
    void readingBelowAFile() throws Exception {
        Files.createFile(project.resolve("main.py"));

        assertThat(files.read("main.py/x").getError())
                .isEqualTo("unable to read file content from files: open main.py/x: not a directory");
    }

    @Test
    void namesThatNoFileCanHave() throws Exception {
        assertThat(files.read("a\0b").getError())
                .startsWith("unable to read file content from files: open a\\x00b: invalid argument");
        assertThat(files.read("n".repeat(256)).getError()).endsWith(": file name too long");
        assertThat(files.read("n/".repeat(2048)).getError()).endsWith(": file name too long");
        assertThat(files.stat("n".repeat(256)).getError()).endsWith(": file name too long");
    }

    @Test
    void aLongPathIsCutInTheError() throws Exception {
        assertThat(files.read("🦊".repeat(3_000_000)).getError()).hasSizeLessThan(700);
    }

    @Test
    void readsAsMuchAsAMessageHolds() throws Exception {
        sparse("fits", ReplyLimit.BYTES);

        Command reply = files.read("fits");

        assertThat(reply.getFile().getContent().size()).isEqualTo(ReplyLimit.BYTES);
        assertThat(reply.getSerializedSize()).isLessThan(16 << 20);
    }

    @Test
    void refusesMoreThanAMessageHolds() throws Exception {
        sparse("big", ReplyLimit.BYTES + 1);

        assertThat(files.read("big").getError())
                .startsWith("unable to read file content from files: open big: file too large: it has 16711681 bytes,"
                        + " a message carries at most 16711680");
    }

    @Test
    @Timeout(60)
    void aFifoOrSocketIsRefusedAndDoesNotHang() throws Exception {
        run("mkfifo", "pipe");
        Files.createSymbolicLink(project.resolve("to-pipe"), Path.of("pipe"));
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(project.resolve("socket")));

            for (String name : List.of("pipe", "to-pipe", "socket")) {
                assertThat(files.read(name).getError())
                        .isEqualTo("unable to read file content from files: open " + name + ": not a regular file");
                assertThat(files.write(name, "x").getError()).endsWith(": not a regular file");
                assertThat(files.readdir(name).getError()).endsWith(": not a directory");
                assertThat(files.read(name + "/x").getError()).endsWith(": not a directory");
                assertThat(files.stat(name).getStatRes().getFileMode()).startsWith("?rw");
            }
        }
        assertThat(names(files.readdir("."))).containsExactly("pipe", "socket", "to-pipe");
    }

    @Test
    void listsBareNamesSortedWithTypes() throws Exception {
        Files.createDirectories(project.resolve("src/lib"));
        Files.createFile(project.resolve("src/b"));
        Files.createFile(project.resolve("src/.a"));
        Files.createSymbolicLink(project.resolve("src/link"), Path.of("lib"));
        Files.createSymbolicLink(project.resolve("src/dangling"), Path.of("nowhere"));

        assertThat(files.readdir("src").getFiles().getFilesList())
                .containsExactly(
                        entry(".a", File.Type.REGULAR),
                        entry("b", File.Type.REGULAR),
                        entry("dangling", File.Type.REGULAR),
                        entry("lib", File.Type.DIRECTORY),
                        entry("link", File.Type.DIRECTORY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "./", "src/..", "no/such/../.."})
    void theProjectFolderHasManyNames(String path) throws Exception {
        Files.createDirectory(project.resolve("src"));

        assertThat(names(files.readdir(path))).containsExactly("src");
    }

    @Test
    void listsAnEmptyFolder() throws Exception {
        Command reply = files.readdir(".");

        assertThat(reply.getBodyCase()).isEqualTo(Command.BodyCase.FILES);
        assertThat(reply.getFiles().getFilesList()).isEmpty();
    }

    @Test
    void listingWhatIsNotAFolder() throws Exception {
        Files.createFile(project.resolve("main.py"));

        assertThat(files.readdir("main.py").getError())
                .isEqualTo("unable to read directory from files: open main.py: not a directory");
        assertThat(files.readdir("src").getError())
                .isEqualTo("unable to read directory from files: open src: no such file or directory");
    }

    @Test
    void hidesFilesThatAreBeingWritten() throws Exception {
        Files.createFile(project.resolve(FilesClient.UNFINISHED));
        Files.createFile(project.resolve(".replyard"));

        assertThat(names(files.readdir("."))).containsExactly(".replyard");
    }

    @Test
    void statOfAFile() throws Exception {
        Path file = Files.writeString(project.resolve("main.py"), "four");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-12-23T10:00:00.9Z")));
        Files.createSymbolicLink(project.resolve("link"), Path.of("main.py"));
        StatResult expected = StatResult.newBuilder()
                .setExists(true)
                .setType(File.Type.REGULAR)
                .setSize(4)
                .setFileMode("-rw-r--r--")
                .setModTime(Instant.parse("2020-12-23T10:00:00Z").getEpochSecond())
                .build();

        assertThat(files.stat("main.py").getStatRes()).isEqualTo(expected);
        assertThat(files.stat("link").getStatRes()).as("through a link").isEqualTo(expected);
    }

    @Test
    void statOfAFolder() throws Exception {
        Path folder = Files.createDirectory(project.resolve("src"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

        StatResult result = files.stat("src").getStatRes();

        assertThat(result.getExists()).isTrue();
        assertThat(result.getType()).isEqualTo(File.Type.DIRECTORY);
        assertThat(result.getFileMode()).isEqualTo("drwxr-xr-x");
        assertThat(files.stat("").getStatRes().getType()).isEqualTo(File.Type.DIRECTORY);
    }

    @Test
    void statOfNothingIsAnAnswer() throws Exception {
        Files.createSymbolicLink(project.resolve("dangling"), Path.of("nowhere"));

        for (String path : List.of("no", "no/such", "dangling")) {
            Command reply = files.stat(path);
            assertThat(reply.getBodyCase()).as(path).isEqualTo(Command.BodyCase.STATRES);
            assertThat(reply.getStatRes()).as(path).isEqualTo(StatResult.getDefaultInstance());
        }
    }

    @Test
    void statBelowAFile() throws Exception {
        Files.createFile(project.resolve("main.py"));

        assertThat(files.stat("main.py/x").getError())
                .isEqualTo("unable to read file status from files: stat main.py/x: not a directory");
    }

    @Test
    void persistingHasNothingToDo() throws Exception {
        for (String path : List.of("", "main.py", "no/such")) {
            assertThat(files.ask(Command.newBuilder().setPersist(FilesClient.file(path)))
                            .hasOk())
                    .isTrue();
            assertThat(files.ask(Command.newBuilder().setPersistMirror(FilesClient.file(path)))
                            .hasOk())
                    .isTrue();
        }
    }

    @Test
    void otherBodiesAreRefused() throws Exception {
        assertThat(files.ask(Command.newBuilder().setRunMain(RunMain.getDefaultInstance()))
                        .getError())
                .contains("does not understand runMain");
    }

    @Test
    void aProjectFolderThatIsGone() throws Exception {
        Files.delete(project);

        assertThat(files.readdir(".").getError()).endsWith(": no such file or directory");
        assertThat(files.write("a", "x").getError()).endsWith(": no such file or directory");
        Files.createDirectory(project);
        assertThat(files.write("a", "x").hasOk()).isTrue();
    }

    private void sparse(String name, long size) throws Exception {
        try (FileChannel channel =
                FileChannel.open(project.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {1}), size - 1);
        }
    }

    private void run(String... command) throws Exception {
        Process process =
                new ProcessBuilder(command).directory(project.toFile()).start();
        assertThat(process.waitFor()).isZero();
    }

    private static File entry(String name, File.Type type) {
        return File.newBuilder().setPath(name).setType(type).build();
    }

    private static List<String> names(Command reply) {
        return reply.getFiles().getFilesList().stream().map(File::getPath).toList();
    }
}
