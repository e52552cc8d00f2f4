package io.replyard.pid1.project;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Removes a tree, folder by folder from its leaves up, without following a link. It holds one folder open a level, and no more of the stack than for the first: how
 * deep a tree is, is up to the programs that made it.
 */
final class TreeRemoval {
    /** How often a folder is emptied again because a program keeps putting files into it. */
    private static final int ATTEMPTS = 3;

    /** A folder that is being emptied. */
    private static final class Level {
        final SecureDirectoryStream<Path> above;
        final Path name;
        SecureDirectoryStream<Path> folder;
        Deque<Path> entries;
        int attempts = 1;

        Level(SecureDirectoryStream<Path> above, Path name) throws IOException {
            this.above = above;
            this.name = name;
            this.folder = open();
            this.entries = entries();
        }

        private SecureDirectoryStream<Path> open() throws IOException {
            return above.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
        }

        private Deque<Path> entries() throws IOException {
            List<Path> all = FolderNames.all(folder);
            return new ArrayDeque<>(all);
        }

        /** An open folder can be gone through only once. */
        void lookAgain() throws IOException {
            folder = open();
            entries = entries();
            attempts++;
        }
    }

    private TreeRemoval() {}

    /** Removes what has this name in an open folder. */
    static void remove(SecureDirectoryStream<Path> folder, Path name, PosixFileAttributes what) throws IOException {
        if (!what.isDirectory()) {
            folder.deleteFile(name);
            return;
        }
        Deque<Level> levels = new ArrayDeque<>();
        try {
            levels.push(new Level(folder, name));
            while (!levels.isEmpty()) {
                step(levels);
            }
        } finally {
            for (Level left : levels) {
                left.folder.close();
            }
        }
    }

    private static void step(Deque<Level> levels) throws IOException {
        Level level = levels.element();
        Path entry = level.entries.poll();
        if (entry == null) {
            emptied(levels, level);
            return;
        }
        try {
            PosixFileAttributes found = ProjectFolder.look(level.folder, entry);
            if (found != null && found.isDirectory()) {
                levels.push(new Level(level.folder, entry));
            } else if (found != null) {
                level.folder.deleteFile(entry);
            }
        } catch (NoSuchFileException e) {
            // Inside a tree that goes away a program may be faster.
        }
    }

    private static void emptied(Deque<Level> levels, Level level) throws IOException {
        level.folder.close();
        try {
            level.above.deleteDirectory(level.name);
            levels.pop();
        } catch (DirectoryNotEmptyException e) {
            if (level.attempts == ATTEMPTS) {
                throw e;
            }
            level.lookAgain();
        } catch (NoSuchFileException e) {
            levels.pop();
            if (levels.isEmpty()) {
                throw e;
            }
        }
    }
}
