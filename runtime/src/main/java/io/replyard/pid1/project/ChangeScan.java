package io.replyard.pid1.project;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

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

    /** A folder that is being gone through. */
    private record Level(SecureDirectoryStream<Path> folder, Path at, Iterator<Path> names) {
        static Level of(SecureDirectoryStream<Path> folder, Path at) throws IOException {
            return new Level(folder, at, FolderNames.of(folder).iterator());
        }
    }

    /**
     * Tells every regular file changed at that moment or later, sorted folder by folder. Links are not followed. What may not be read is left out: it says nothing
     * about the rest.
     *
     * @throws IOException if the project folder cannot be read
     */
    public void since(Instant moment, Found found) throws IOException {
        FileTime since = FileTime.from(moment);
        // Not by recursion: how deep a tree is, is up to the programs that made it.
        Deque<Level> levels = new ArrayDeque<>();
        SecureDirectoryStream<Path> top = project.open();
        try {
            levels.push(Level.of(top, TOP));
            while (!levels.isEmpty()) {
                step(levels, since, found);
            }
        } finally {
            for (Level left : levels) {
                left.folder().close();
            }
            top.close();
        }
    }

    private void step(Deque<Level> levels, FileTime since, Found found) throws IOException {
        Level level = levels.element();
        if (!level.names().hasNext()) {
            levels.pop().folder().close();
            return;
        }
        Path name = level.names().next();
        Path path = level.at().resolve(name);
        try {
            PosixFileAttributes file = ProjectFolder.look(level.folder(), name);
            if (file != null && file.isDirectory()) {
                enter(levels, name, path);
            } else if (file != null && file.isRegularFile() && changeTime(path).compareTo(since) >= 0) {
                found.changed(path);
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // Removed or replaced since it was listed; what replaced it is news for the next poll.
        }
    }

    private static void enter(Deque<Level> levels, Path name, Path path) throws IOException {
        SecureDirectoryStream<Path> inner;
        try {
            inner = levels.element().folder().newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
        } catch (AccessDeniedException e) {
            return;
        }
        try {
            levels.push(Level.of(inner, path));
        } catch (IOException e) {
            inner.close();
            throw e;
        }
    }

    /** By path, as an open folder does not tell this time; nothing but a time can leak. */
    private FileTime changeTime(Path path) throws IOException {
        return (FileTime) Files.getAttribute(project.absolute(path), "unix:ctime", LinkOption.NOFOLLOW_LINKS);
    }
}
