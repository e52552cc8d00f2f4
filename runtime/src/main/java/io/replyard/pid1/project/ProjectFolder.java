package io.replyard.pid1.project;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The project folder, and the only way from a client's path to a file.
 *
 * <p>A path is walked one name at a time, each name looked up in the open folder before it and never through a symbolic
 * link by the kernel ({@code openat} with {@code O_NOFOLLOW}), so nobody can swap a folder for a link in between. Links
 * are read and followed by {@link PathWalk} itself: one that leads to a place in the project works, one that leads out
 * is refused.
 *
 * <p>The JDK has no call to make a folder inside an open folder, so that one call goes by path; see
 * {@link ProjectWriter}. Programs in the container run as the same user as this code and could do by themselves
 * whatever they might trick it into.
 */
public final class ProjectFolder {
    private final Path root;
    private final Path parent;
    private final Path name;

    /**
     * A project folder.
     *
     * @param root need not exist yet, but once it does its last name must not be a symbolic link; not the root of the
     *     file system
     */
    public ProjectFolder(Path root) {
        this.root = root.toAbsolutePath().normalize();
        Path above = this.root.getParent();
        Path last = this.root.getFileName();
        if (above == null || last == null) {
            throw new IllegalArgumentException("the project folder cannot be " + root);
        }
        this.parent = above;
        this.name = last;
    }

    /** Whether a symbolic link at the very end of a path is followed, or is itself what the path means. */
    enum LastLink {
        FOLLOW,
        KEEP
    }

    /**
     * Walks to where a path leads. All but the last name must exist.
     *
     * @return to be closed by the caller
     */
    Place locate(RequestPath path, LastLink lastLink) throws IOException {
        try (PathWalk walk = new PathWalk(this, lastLink)) {
            return walk.to(path.path());
        }
    }

    /** Opens the folder; fails if a symbolic link has taken its place. */
    SecureDirectoryStream<Path> open() throws IOException {
        try (DirectoryStream<Path> above = Files.newDirectoryStream(parent)) {
            if (above instanceof SecureDirectoryStream<Path> secure) {
                return secure.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
            }
            throw new UnsupportedOperationException("this system cannot open files relative to an open folder");
        }
    }

    /** A place in the project as a path of the whole file system, for the few calls that know no open folders. */
    Path absolute(Path inProject) {
        return root.resolve(inProject);
    }

    /** An absolute path relative to the project folder, or null if it does not begin there. */
    @Nullable Path relative(Path absolute) throws IOException {
        if (absolute.startsWith(root)) {
            return root.relativize(absolute);
        }
        // The way to the folder may hold links, and tools like to record where they lead.
        Path real = parent.toRealPath().resolve(name);
        return absolute.startsWith(real) ? real.relativize(absolute) : null;
    }

    /** What a name in an open folder is, links not followed; null if there is nothing of that name. */
    static @Nullable PosixFileAttributes look(SecureDirectoryStream<Path> folder, Path name) throws IOException {
        try {
            return folder.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes();
        } catch (NoSuchFileException e) {
            return null;
        }
    }
}
