package io.replyard.pid1.project;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts content into a file.
 *
 * <p>As a rule it is written beside the file and then renamed over it, so that neither a crash nor a full disk ever
 * leaves half a file or costs the old one, and a reader sees the old or the new. The file keeps its permissions, but is
 * another one: who has the old one open, as {@code tail -f} does, goes on with that.
 *
 * <p>It is written in place, as a program would, where the rename would lose what the file is or cannot be: when it has
 * other hard links, when it belongs to somebody else, and when nothing may be made in its folder. Then the part by
 * which it grows comes first and is taken back if the disk has no room for it, so a full disk still costs nothing on a
 * file system that overwrites blocks where they are; but a reader may see some of both, and so may everybody after a
 * crash in between.
 *
 * <p>Not forced to disk: after a crash of the node the disk of a Repl is gone anyway.
 */
final class FileSave {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final ProjectFolder project;
    private final Place place;
    private final SecureDirectoryStream<Path> folder;
    private final @Nullable PosixFileAttributes old;
    private final ByteString content;

    FileSave(ProjectFolder project, Place place, ByteString content) {
        this.project = project;
        this.place = place;
        this.folder = place.folder();
        this.old = place.attributes();
        this.content = content;
    }

    /** Creates the file or replaces what is in it. */
    void run() throws IOException {
        if (old == null) {
            create();
            return;
        }
        if (old.isDirectory()) {
            throw new FileAlreadyExistsException(place.path().toString());
        }
        if (!old.isRegularFile()) {
            throw GoErrors.refusal("not a regular file");
        }
        // A rename asks only for the folder's permissions; a file that is read-only must stay as it is.
        try (SeekableByteChannel file =
                folder.newByteChannel(place.name(), Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
            if (hasOtherLinks() || !replace(old)) {
                overwrite(file);
            }
        }
    }

    /** By path, as an open folder does not tell this number; nothing but a number can leak. */
    private boolean hasOtherLinks() {
        try {
            Object links = Files.getAttribute(project.absolute(place.path()), "unix:nlink", LinkOption.NOFOLLOW_LINKS);
            return links instanceof Integer count && count > 1;
        } catch (IOException e) {
            // Gone, or its path is too long for this.
            return false;
        }
    }

    /**
     * Writes beside the file and renames.
     *
     * @return whether that may be done
     */
    private boolean replace(PosixFileAttributes old) throws IOException {
        Path unfinished = UnfinishedFile.name();
        SeekableByteChannel channel;
        try {
            // What was private must not be readable for others while it is written anew.
            channel = begin(unfinished, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } catch (AccessDeniedException e) {
            return false;
        }
        try {
            PosixFileAttributeView view =
                    folder.getFileAttributeView(unfinished, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            PosixFileAttributes made = view.readAttributes();
            if (!made.owner().equals(old.owner()) || !made.group().equals(old.group())) {
                channel.close();
                folder.deleteFile(unfinished);
                return false;
            }
            finish(channel, unfinished, view, old);
            return true;
        } catch (IOException e) {
            discard(unfinished, e);
            throw e;
        } finally {
            channel.close();
        }
    }

    private void create() throws IOException {
        Path unfinished = UnfinishedFile.name();
        try (SeekableByteChannel channel = begin(unfinished)) {
            write(channel, content);
            folder.move(unfinished, folder, place.name());
        } catch (IOException e) {
            discard(unfinished, e);
            throw e;
        }
    }

    private SeekableByteChannel begin(Path unfinished, FileAttribute<?>... attributes) throws IOException {
        Set<OpenOption> options =
                Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS);
        return folder.newByteChannel(unfinished, options, attributes);
    }

    private void finish(
            SeekableByteChannel channel, Path unfinished, PosixFileAttributeView view, PosixFileAttributes old)
            throws IOException {
        write(channel, content);
        view.setPermissions(old.permissions());
        folder.move(unfinished, folder, place.name());
    }

    private void overwrite(SeekableByteChannel file) throws IOException {
        long before = file.size();
        int common = (int) Math.min(before, content.size());
        try {
            write(file.position(before), content.substring(common));
        } catch (IOException e) {
            file.truncate(before);
            throw e;
        }
        write(file.position(0), content.substring(0, common));
        file.truncate(content.size());
    }

    private static void write(SeekableByteChannel channel, ByteString content) throws IOException {
        for (ByteBuffer part : content.asReadOnlyByteBufferList()) {
            while (part.hasRemaining()) {
                channel.write(part);
            }
        }
    }

    private void discard(Path unfinished, IOException why) {
        try {
            if (ProjectFolder.look(folder, unfinished) != null) {
                folder.deleteFile(unfinished);
            }
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }
}
