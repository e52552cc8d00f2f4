package io.replyard.pid1.project;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
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
     * Tells every regular file changed at that moment or later, sorted folder by folder. Links are not followed. What
     * may not be read, or lies deeper than any path is long, is left out: it says nothing about the rest.
     *
     * @throws IOException if the project folder cannot be read
     */
    public void since(Instant moment, Found found) throws IOException {
        FileTime since = FileTime.from(moment);
        try (FolderDescent at = new FolderDescent(project.open())) {
            Path here = TOP;
            at.names().addAll(FolderNames.of(at.folder()));
            while (at.depth() > 0 || !at.names().isEmpty()) {
                Path name = at.names().poll();
                if (name == null) {
                    at.leave();
                    Path above = here.getParent();
                    here = above == null ? TOP : above;
                } else if (enters(at, name, here.resolve(name), since, found)) {
                    here = here.resolve(name);
                }
            }
        }
    }

    /** Looks at an entry, and goes into it if it is a folder. */
    private boolean enters(FolderDescent at, Path name, Path path, FileTime since, Found found) throws IOException {
        if (isTooLong(path)) {
            return false;
        }
        try {
            PosixFileAttributes file = ProjectFolder.look(at.folder(), name);
            if (file != null && file.isDirectory()) {
                at.enter(name);
                at.names().addAll(FolderNames.of(at.folder()));
                return true;
            }
            if (file != null && file.isRegularFile() && changeTime(path).compareTo(since) >= 0) {
                found.changed(path);
            }
        } catch (NoSuchFileException | NotDirectoryException | AccessDeniedException e) {
            // Removed or replaced since it was listed, which is news for the next poll; or shut.
        }
        return false;
    }

    /** What no call can name: no request can either. Bounds the work for a file, however deep a tree is. */
    private boolean isTooLong(Path path) {
        return PathText.length(PathText.of(project.absolute(path))) >= RequestPath.LONGEST;
    }

    /** By path, as an open folder does not tell this time; nothing but a time can leak. */
    private FileTime changeTime(Path path) throws IOException {
        return (FileTime) Files.getAttribute(project.absolute(path), "unix:ctime", LinkOption.NOFOLLOW_LINKS);
    }
}
