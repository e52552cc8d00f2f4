package io.replyard.pid1.project;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way from a folder down into a tree and back up. However deep that is, no more of the stack is used than for the
 * first level, and only the lowest folders are held open; one further up is opened again as the folder above the one
 * below it, and believed only if it is the same.
 */
final class FolderDescent implements Closeable {
    /** Folders that are open at once; trees that people make are not as deep. */
    static final int MOST_OPEN = 64;

    private static final Path UP = Path.of("..");

    /** A folder on the way. */
    private static final class Level {
        final Path name;
        final Deque<Path> names = new ArrayDeque<>();

        /** Null while it is let go. */
        @Nullable SecureDirectoryStream<Path> folder;

        /** Which folder it is; null unless it was let go. */
        @Nullable Object key;

        Level(Path name, SecureDirectoryStream<Path> folder) {
            this.name = name;
            this.folder = folder;
        }

        SecureDirectoryStream<Path> open() {
            if (folder == null) {
                throw new IllegalStateException("the folder was let go");
            }
            return folder;
        }

        void letGo() throws IOException {
            SecureDirectoryStream<Path> held = open();
            key = keyOf(held);
            folder = null;
            held.close();
        }
    }

    private final List<Level> levels = new ArrayList<>();

    /**
     * @param top where it begins; closed with this
     */
    FolderDescent(SecureDirectoryStream<Path> top) {
        levels.add(new Level(Path.of("."), top));
    }

    /** How many levels below the top it is. */
    int depth() {
        return levels.size() - 1;
    }

    /** The folder that it is in, open. */
    SecureDirectoryStream<Path> folder() {
        return levels.getLast().open();
    }

    /** What is left to be looked at in this folder; whoever goes through it takes the names out. */
    Deque<Path> names() {
        return levels.getLast().names;
    }

    /** Goes into a folder here, not through a link. */
    void enter(Path name) throws IOException {
        levels.add(new Level(name, folder().newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)));
        if (levels.size() > MOST_OPEN) {
            levels.get(levels.size() - 1 - MOST_OPEN).letGo();
        }
    }

    /**
     * Goes back up.
     *
     * @return the name of the folder that was left
     * @throws IOException if the folder has been moved to another place meanwhile, as far as that is seen
     */
    Path leave() throws IOException {
        Level above = levels.get(levels.size() - 2);
        if (above.folder == null) {
            SecureDirectoryStream<Path> reopened = folder().newDirectoryStream(UP, LinkOption.NOFOLLOW_LINKS);
            if (!keyOf(reopened).equals(above.key)) {
                reopened.close();
                throw GoErrors.refusal("a folder was moved meanwhile");
            }
            above.folder = reopened;
        }
        Level left = levels.removeLast();
        left.open().close();
        return left.name;
    }

    private static Object keyOf(SecureDirectoryStream<Path> folder) throws IOException {
        return folder.getFileAttributeView(BasicFileAttributeView.class)
                .readAttributes()
                .fileKey();
    }

    @Override
    public void close() throws IOException {
        for (Level level : levels) {
            if (level.folder != null) {
                level.folder.close();
            }
        }
    }
}
