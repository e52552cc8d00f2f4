package io.replyard.pid1.project;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFileAttributes;

/** Removes a tree, folder by folder from its leaves up, without following a link. */
final class TreeRemoval {
    /** How often folders are emptied again because a program keeps putting files into them. */
    private static final int MOST_ATTEMPTS = 100;

    private final FolderDescent at;
    private int attempts;

    private TreeRemoval(FolderDescent at) {
        this.at = at;
    }

    /** Removes what has this name in an open folder. */
    static void remove(SecureDirectoryStream<Path> folder, Path name, PosixFileAttributes what) throws IOException {
        if (!what.isDirectory()) {
            folder.deleteFile(name);
            return;
        }
        try (FolderDescent descent = new FolderDescent(folder)) {
            new TreeRemoval(descent).run(name);
        }
    }

    private void run(Path name) throws IOException {
        enter(name);
        while (at.depth() > 0) {
            Path entry = at.names().poll();
            if (entry == null) {
                removeEmptied();
            } else {
                remove(entry);
            }
        }
    }

    private void enter(Path name) throws IOException {
        at.enter(name);
        at.names().addAll(FolderNames.all(at.folder()));
    }

    private void remove(Path entry) throws IOException {
        try {
            PosixFileAttributes found = ProjectFolder.look(at.folder(), entry);
            if (found != null && found.isDirectory()) {
                enter(entry);
            } else if (found != null) {
                at.folder().deleteFile(entry);
            }
        } catch (NoSuchFileException e) {
            // Inside a tree that goes away a program may be faster.
        }
    }

    private void removeEmptied() throws IOException {
        Path emptied = at.leave();
        try {
            at.folder().deleteDirectory(emptied);
        } catch (DirectoryNotEmptyException e) {
            if (++attempts > MOST_ATTEMPTS) {
                throw e;
            }
            enter(emptied);
        } catch (NoSuchFileException e) {
            if (at.depth() == 0) {
                throw e;
            }
        }
    }
}
