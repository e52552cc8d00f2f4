package io.replyard.pid1.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class GoErrorsTest {
    @Test
    void everyTypeHasGosWords() {
        assertThat(GoErrors.reason(new NoSuchFileException("/p/a"))).isEqualTo("no such file or directory");
        assertThat(GoErrors.reason(new FileAlreadyExistsException("/p/a"))).isEqualTo("file exists");
        assertThat(GoErrors.reason(new NotDirectoryException("/p/a"))).isEqualTo("not a directory");
        assertThat(GoErrors.reason(new AccessDeniedException("/p/a"))).isEqualTo("permission denied");
        assertThat(GoErrors.reason(new DirectoryNotEmptyException("/p/a"))).isEqualTo("directory not empty");
    }

    @Test
    void theKernelsTextWithoutTheCapital() {
        assertThat(GoErrors.reason(new FileSystemException("/p/a", null, "Is a directory")))
                .isEqualTo("is a directory");
        assertThat(GoErrors.reason(new FileSystemException("/p/a", null, "File name too long")))
                .isEqualTo("file name too long");
        assertThat(GoErrors.reason(new FileSystemException(
                        "/p/a",
                        null,
                        "Too many levels of symbolic links or unable to access attributes of symbolic link")))
                .isEqualTo("too many levels of symbolic links");
    }

    @Test
    void aFullDisk() {
        IOException full = catchThrowableOfType(IOException.class, () -> Files.writeString(Path.of("/dev/full"), "x"));

        assertThat(GoErrors.reason(full)).isEqualTo("no space left on device");
    }

    @Test
    void aFolderReadAsAFile() {
        IOException folder = catchThrowableOfType(IOException.class, () -> Files.readAllBytes(Path.of("/proc")));

        assertThat(GoErrors.reason(folder)).isEqualTo("is a directory");
    }

    @Test
    void anExceptionWithoutWords() {
        assertThat(GoErrors.reason(new ClosedByInterruptException())).isEqualTo("ClosedByInterruptException");
    }

    @Test
    void pathsInErrors() {
        assertThat(GoErrors.path("")).isEqualTo(".");
        assertThat(GoErrors.path("a\0b")).isEqualTo("a\\x00b");
        assertThat(GoErrors.path("🦊".repeat(300))).isEqualTo("🦊".repeat(256) + "…");
    }
}
