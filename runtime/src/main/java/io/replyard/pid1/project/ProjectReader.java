package io.replyard.pid1.project;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.replyard.pid1.project.ProjectFolder.LastLink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that looks at the project folder and changes nothing. Symbolic links are followed throughout. */
public final class ProjectReader {
    private final ProjectFolder project;

    public ProjectReader(ProjectFolder project) {
        this.project = project;
    }

    /**
     * The content of a regular file. A FIFO, socket or device is refused, as reading one may never end. (A program that
     * swaps one in at the very moment of the read can still hold up the caller, which serves that program's own Repl.)
     *
     * @param path as a client names it
     * @param most bytes that fit into a message; a larger file is refused
     */
    public ByteString read(String path, int most) throws IOException {
        try (Place place = locate(path)) {
            PosixFileAttributes file = place.existing();
            if (file.isDirectory()) {
                throw GoErrors.refusal("is a directory");
            }
            if (!file.isRegularFile()) {
                throw GoErrors.refusal("not a regular file");
            }
            try (SeekableByteChannel channel = place.folder()
                    .newByteChannel(place.name(), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
                return content(channel, most);
            }
        }
    }

    private static ByteString content(SeekableByteChannel channel, int most) throws IOException {
        long size = channel.size();
        if (size > most) {
            throw GoErrors.refusal("file too large: it has " + size + " bytes, a message carries at most " + most
                    + "; read it with a program in the Repl");
        }
        ByteBuffer buffer = ByteBuffer.allocate((int) size);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                break;
            }
        }
        // Nobody else holds the buffer, so the bytes need no copy.
        return UnsafeByteOperations.unsafeWrap(buffer.flip());
    }

    /**
     * What is in a folder, sorted by name. A link to a folder counts as a folder, any other link as a file. Entries that
     * vanish meanwhile are left out.
     *
     * @param path as a client names it
     */
    public List<FolderEntry> list(String path) throws IOException {
        try (Place place = locate(path)) {
            if (!place.existing().isDirectory()) {
                throw new NotDirectoryException(path);
            }
            List<FolderEntry> entries = new ArrayList<>();
            try (SecureDirectoryStream<Path> folder =
                    place.folder().newDirectoryStream(place.name(), LinkOption.NOFOLLOW_LINKS)) {
                for (Path name : FolderNames.of(folder)) {
                    FolderEntry entry = entry(folder, place.path(), name);
                    if (entry != null) {
                        entries.add(entry);
                    }
                }
            }
            return entries;
        }
    }

    private @Nullable FolderEntry entry(SecureDirectoryStream<Path> folder, Path at, Path name) throws IOException {
        PosixFileAttributes found = ProjectFolder.look(folder, name);
        if (found == null) {
            return null;
        }
        boolean isFolder = found.isSymbolicLink() ? leadsToFolder(at.resolve(name)) : found.isDirectory();
        return new FolderEntry(PathText.of(name), isFolder);
    }

    private boolean leadsToFolder(Path link) {
        try (Place place = project.locate(new RequestPath(link), LastLink.FOLLOW)) {
            return place.isFolder();
        } catch (IOException e) {
            // Dangling, circular, or out of the project: it is in the list all the same, and opening it will say why
            // not.
            return false;
        }
    }

    /**
     * What a path leads to; null if it leads nowhere, which is an answer and not an error.
     *
     * @param path as a client names it
     */
    public @Nullable PosixFileAttributes stat(String path) throws IOException {
        try (Place place = locate(path)) {
            return place.attributes();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private Place locate(String path) throws IOException {
        return project.locate(RequestPath.parse(path, project), LastLink.FOLLOW);
    }
}
