package io.replyard.pid1.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Instant;

/**
 * Finds the files that changed after a moment, by looking at every file. Goes by the inode change time, which programs
 * cannot set: content, permissions and the file's own name all count, and an unpacked archive's old modification times
 * do not hide it. Renaming a folder does not touch the files in it, so they are not found.
 */
public final class ChangeScan {
    private static final Path TOP = Path.of("");

    private final ProjectFolder project;

    public ChangeScan(ProjectFolder project) {
        this.project = project;
    }

    /** Hears what is found. */
    public interface Found {
        /**
         * A regular file has changed.
         *
         * @param path its path in the project
         * @throws IOException to end the scan with it
         */
        void changed(Path path) throws IOException;
    }

    /**
     * Tells every regular file changed at that moment or later, sorted folder by folder. Links are not followed.
     *
     * @throws IOException if the project folder cannot be read
     */
    public void since(Instant moment, Found found) throws IOException {
        try (SecureDirectoryStream<Path> top = project.open()) {
            scan(top, TOP, FileTime.from(moment), found);
        }
    }

    private void scan(SecureDirectoryStream<Path> folder, Path at, FileTime since, Found found) throws IOException {
        for (Path name : FolderNames.of(folder)) {
            try {
                look(folder, name, at.resolve(name), since, found);
            } catch (NoSuchFileException | NotDirectoryException e) {
                // Removed or replaced since it was listed; what replaced it is news for the next poll.
            }
        }
    }

    private void look(SecureDirectoryStream<Path> folder, Path name, Path path, FileTime since, Found found)
            throws IOException {
        PosixFileAttributes file = ProjectFolder.look(folder, name);
        if (file == null) {
            return;
        }
        if (file.isDirectory()) {
            try (SecureDirectoryStream<Path> inner = folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                scan(inner, path, since, found);
            }
        } else if (file.isRegularFile() && changeTime(path).compareTo(since) >= 0) {
            found.changed(path);
        }
    }

    /** By path, as an open folder does not tell this time; nothing but a time can leak. */
    private FileTime changeTime(Path path) throws IOException {
        return (FileTime) Files.getAttribute(project.absolute(path), "unix:ctime", LinkOption.NOFOLLOW_LINKS);
    }
}
