package io.replyard.pid1.service.files;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.replyard.pid1.service.files.ProjectFolder.LastLink;
import io.replyard.proto.wire.File;
import io.replyard.proto.wire.Files;
import io.replyard.proto.wire.StatResult;
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
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that looks at the project folder and changes nothing. Symbolic links are followed throughout. */
final class ProjectReader {
    private final ProjectFolder project;

    ProjectReader(ProjectFolder project) {
        this.project = project;
    }

    /**
     * The content of a regular file. A FIFO, socket or device is refused, as reading one may never end. (A program that
     * swaps one in at the very moment of the read can still hold up this channel, which is its own Repl's.)
     */
    ByteString read(String path) throws IOException {
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
                return content(channel);
            }
        }
    }

    private static ByteString content(SeekableByteChannel channel) throws IOException {
        long size = channel.size();
        if (size > ReplyLimit.BYTES) {
            throw GoErrors.refusal("file too large: it has " + size + " bytes, a message carries at most "
                    + ReplyLimit.BYTES + "; read it with a program in the Repl");
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
     * What is in a folder, sorted by name; {@code path} of each entry is its bare name. A link to a folder counts as a
     * folder, any other link as a file. Entries that vanish meanwhile are left out.
     */
    Files list(String path) throws IOException {
        try (Place place = locate(path)) {
            if (!place.existing().isDirectory()) {
                throw new NotDirectoryException(path);
            }
            Files.Builder files = Files.newBuilder();
            try (SecureDirectoryStream<Path> folder =
                    place.folder().newDirectoryStream(place.name(), LinkOption.NOFOLLOW_LINKS)) {
                for (Path name : FolderNames.of(folder)) {
                    File entry = entry(folder, place.path(), name);
                    if (entry != null) {
                        files.addFiles(entry);
                    }
                }
            }
            return fitting(files.build());
        }
    }

    private @Nullable File entry(SecureDirectoryStream<Path> folder, Path at, Path name) throws IOException {
        PosixFileAttributes found = ProjectFolder.look(folder, name);
        if (found == null) {
            return null;
        }
        boolean isFolder = found.isSymbolicLink() ? leadsToFolder(at.resolve(name)) : found.isDirectory();
        return File.newBuilder()
                .setPath(name.toString())
                .setType(type(isFolder))
                .build();
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

    private static Files fitting(Files files) throws IOException {
        if (files.getSerializedSize() > ReplyLimit.BYTES) {
            List<File> entries = files.getFilesList();
            throw GoErrors.refusal("directory too large: its " + entries.size() + " names take "
                    + files.getSerializedSize() + " bytes, a message carries at most " + ReplyLimit.BYTES);
        }
        return files;
    }

    /** What a path is; a path that leads nowhere does not exist, which is an answer and not an error. */
    StatResult stat(String path) throws IOException {
        try (Place place = locate(path)) {
            PosixFileAttributes found = place.existing();
            return StatResult.newBuilder()
                    .setExists(true)
                    .setType(type(found.isDirectory()))
                    .setSize(found.size())
                    .setFileMode(GoFileMode.of(found))
                    .setModTime(found.lastModifiedTime().toInstant().getEpochSecond())
                    .build();
        } catch (NoSuchFileException e) {
            return StatResult.getDefaultInstance();
        }
    }

    private Place locate(String path) throws IOException {
        return project.locate(RequestPath.parse(path, project), LastLink.FOLLOW);
    }

    private static File.Type type(boolean isFolder) {
        return isFolder ? File.Type.DIRECTORY : File.Type.REGULAR;
    }
}
