package io.replyard.pid1.project;

import io.replyard.pid1.project.ProjectFolder.LastLink;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One walk from the project folder down a path, following symbolic links by hand. Keeps a single folder open: {@code
 * ..}, which only links can bring, starts again from the top.
 */
final class PathWalk implements Closeable {
    /** As many as the kernel follows. */
    private static final int MOST_LINKS = 40;

    /** Bounds walks along links that go up and down for ever; a plain path has at most some 2000 names. */
    private static final int MOST_STEPS = 20_000;

    private static final Path TOP = Path.of("");
    private static final Path SELF = Path.of(".");
    private static final Path UP = Path.of("..");

    private final ProjectFolder project;
    private final LastLink lastLink;
    private final Deque<Path> ahead = new ArrayDeque<>();
    private @Nullable SecureDirectoryStream<Path> here;
    private Path behind = TOP;
    private Path link = TOP;
    private int links;

    PathWalk(ProjectFolder project, LastLink lastLink) {
        this.project = project;
        this.lastLink = lastLink;
    }

    /** Walks; whoever gets the place owns the folder in it. */
    Place to(Path path) throws IOException {
        goOn(path);
        for (int steps = 0; steps < MOST_STEPS; steps++) {
            SecureDirectoryStream<Path> folder = folder();
            Path name = ahead.poll();
            if (name == null) {
                return arrive(folder, SELF, behind, ProjectFolder.look(folder, SELF));
            }
            if (name.equals(UP)) {
                goUp();
                continue;
            }
            PosixFileAttributes found = ProjectFolder.look(folder, name);
            if (found != null && found.isSymbolicLink() && (!ahead.isEmpty() || lastLink == LastLink.FOLLOW)) {
                follow(behind.resolve(name));
            } else if (ahead.isEmpty()) {
                return arrive(folder, name, behind.resolve(name), found);
            } else {
                enter(folder, name, found);
            }
        }
        throw GoErrors.refusal("too many levels of symbolic links");
    }

    private Place arrive(SecureDirectoryStream<Path> folder, Path name, Path at, @Nullable PosixFileAttributes found) {
        here = null;
        return new Place(folder, name, at, found);
    }

    private void enter(SecureDirectoryStream<Path> folder, Path name, @Nullable PosixFileAttributes found)
            throws IOException {
        if (found == null) {
            throw new NoSuchFileException(name.toString());
        }
        // Also keeps a FIFO from being opened, which would wait for somebody to write to it.
        if (!found.isDirectory()) {
            throw new NotDirectoryException(name.toString());
        }
        here = folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
        folder.close();
        behind = behind.resolve(name);
    }

    private void follow(Path at) throws IOException {
        if (++links > MOST_LINKS) {
            throw GoErrors.refusal("too many levels of symbolic links");
        }
        link = at;
        // By path, hence perhaps another link's text by now; harmless, as the text is walked like any other.
        Path target = Files.readSymbolicLink(project.absolute(at));
        if (target.isAbsolute()) {
            Path inProject = project.relative(target);
            if (inProject == null) {
                throw leadsOut();
            }
            restart(TOP);
            goOn(inProject);
        } else {
            goOn(target);
        }
    }

    private void goUp() throws IOException {
        if (behind.equals(TOP)) {
            throw leadsOut();
        }
        Path above = behind.getParent();
        restart(above == null ? TOP : above);
    }

    /** Starts from the top again, with this way first and then what was ahead. */
    private void restart(Path first) throws IOException {
        close();
        behind = TOP;
        goOn(first);
    }

    private void goOn(Path next) {
        for (int i = next.getNameCount() - 1; i >= 0; i--) {
            Path name = next.getName(i);
            if (!name.equals(TOP) && !name.equals(SELF)) {
                ahead.addFirst(name);
            }
        }
    }

    private IOException leadsOut() {
        return GoErrors.refusal(
                "symbolic link " + GoErrors.path(PathText.of(link)) + " leads outside the project folder");
    }

    private SecureDirectoryStream<Path> folder() throws IOException {
        SecureDirectoryStream<Path> open = here;
        if (open == null) {
            open = project.open();
            here = open;
        }
        return open;
    }

    /** Closes the folder the walk stands in, unless a place has taken it. */
    @Override
    public void close() throws IOException {
        SecureDirectoryStream<Path> open = here;
        here = null;
        if (open != null) {
            open.close();
        }
    }
}
