package io.replyard.pid1.service.files;

import io.replyard.proto.wire.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Instant;

/**
 * Finds the files that changed after a moment, by looking at every file. Goes by the inode change time, which programs
 * cannot set: content, permissions and
 * the file's own name all count, and an unpacked archive's old modification times do not hide it. Renaming a folder
 * does not touch the files in it, so they are not found.
 */
final class ChangeScan {
    private static final Path TOP = Path.of("");

    private final ProjectFolder project;

    ChangeScan(ProjectFolder project) {
        this.project = project;
    }

    /** Regular files changed at that moment or later, with their paths in the project. Links are not followed. */
    io.replyard.proto.wire.Files since(Instant moment) throws IOException {
        Found found = new Found(FileTime.from(moment));
        try (SecureDirectoryStream<Path> top = project.open()) {
            scan(top, TOP, found);
        }
        return found.files.build();
    }

    private void scan(SecureDirectoryStream<Path> folder, Path at, Found found) throws IOException {
        for (Path name : FolderNames.of(folder)) {
            try {
                look(folder, name, at.resolve(name), found);
            } catch (NoSuchFileException | NotDirectoryException e) {
                // Removed or replaced since it was listed; what replaced it is news for the next poll.
            }
        }
    }

    private void look(SecureDirectoryStream<Path> folder, Path name, Path path, Found found) throws IOException {
        PosixFileAttributes file = ProjectFolder.look(folder, name);
        if (file == null) {
            return;
        }
        if (file.isDirectory()) {
            try (SecureDirectoryStream<Path> inner = folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                scan(inner, path, found);
            }
        } else if (file.isRegularFile() && changeTime(path).compareTo(found.since) >= 0) {
            found.add(path);
        }
    }

    /** By path, as an open folder does not tell this time; nothing but a time can leak. */
    private FileTime changeTime(Path path) throws IOException {
        return (FileTime) Files.getAttribute(project.absolute(path), "unix:ctime", LinkOption.NOFOLLOW_LINKS);
    }

    private static final class Found {
        private final FileTime since;
        private final io.replyard.proto.wire.Files.Builder files = io.replyard.proto.wire.Files.newBuilder();
        private long bytes;

        Found(FileTime since) {
            this.since = since;
        }

        void add(Path path) throws IOException {
            File file = File.newBuilder().setPath(path.toString()).build();
            // Length and tag of an entry take at most 8 bytes.
            bytes += file.getSerializedSize() + 8;
            if (bytes > ReplyLimit.BYTES) {
                throw GoErrors.refusal("too many changes: more than " + files.getFilesCount()
                        + " files do not fit into one message; read the directories anew");
            }
            files.addFiles(file);
        }
    }
}
