package io.replyard.pid1.project;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Where a path leads: a name in an open folder, whether or not there is something of that name.
 *
 * @param folder closed together with this
 * @param name one name; {@code .} where the path ended in the folder itself
 * @param path the way from the project folder without any symbolic link; empty for the project folder
 * @param attributes what was there, or null for nothing
 */
record Place(
        SecureDirectoryStream<Path> folder,
        Path name,
        Path path,
        @Nullable PosixFileAttributes attributes) implements Closeable {
    /** Whether this is the project folder itself. */
    boolean isProject() {
        return path.toString().isEmpty();
    }

    boolean isFolder() {
        return attributes != null && attributes.isDirectory();
    }

    /**
     * @throws NoSuchFileException if there is nothing here
     */
    PosixFileAttributes existing() throws NoSuchFileException {
        if (attributes == null) {
            throw new NoSuchFileException(path.toString());
        }
        return attributes;
    }

    @Override
    public void close() throws IOException {
        folder.close();
    }
}
