package io.replyard.pid1.project;

import com.google.protobuf.ByteString;
import io.replyard.pid1.project.ProjectFolder.LastLink;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.List;
import java.util.Objects;

/**
 * Everything that changes the project folder on behalf of clients, with paths as clients name them. Writing follows a
 * symbolic link at the end of a path; removing and moving mean the link itself.
 */
public final class ProjectWriter {
    private final ProjectFolder project;

    public ProjectWriter(ProjectFolder project) {
        this.project = project;
    }

    /** Makes a folder and those above it; one that exists is fine. */
    public void makeFolder(String path) throws IOException {
        makeFolders(RequestPath.parse(path, project));
    }

    /** From the first folder that is not there makes one in the other, each opened in the one before. */
    private void makeFolders(RequestPath path) throws IOException {
        List<RequestPath> folders = path.downwards();
        int there = existing(folders);
        if (there == folders.size()) {
            return;
        }
        Path at;
        SecureDirectoryStream<Path> folder;
        // The first one may be where a link leads to.
        try (Place place = project.locate(folders.get(there), LastLink.FOLLOW)) {
            at = place.path();
            createFolder(at);
            folder = place.folder().newDirectoryStream(place.name(), LinkOption.NOFOLLOW_LINKS);
        }
        try {
            for (RequestPath missing : folders.subList(there + 1, folders.size())) {
                Path name = Objects.requireNonNull(missing.path().getFileName());
                at = at.resolve(name);
                createFolder(at);
                // Made by path, for want of a call that takes an open folder: opening it shows that it arrived where it
                // should.
                SecureDirectoryStream<Path> next = folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
                folder.close();
                folder = next;
            }
        } finally {
            folder.close();
        }
    }

    /** How many of these are there, each in the one before it. */
    private int existing(List<RequestPath> folders) throws IOException {
        int low = 0;
        int high = folders.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (isFolder(folders.get(middle))) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private boolean isFolder(RequestPath path) throws IOException {
        try (Place place = project.locate(path, LastLink.FOLLOW)) {
            if (place.attributes() != null && !place.isFolder()) {
                throw new NotDirectoryException(place.path().toString());
            }
            return place.isFolder();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private void createFolder(Path path) throws IOException {
        try {
            Files.createDirectory(project.absolute(path));
        } catch (FileAlreadyExistsException e) {
            // Somebody else was faster; the caller looks at what is there in either case.
        }
    }

    /** Creates a file or replaces its content, making the folders above it; {@link FileSave} says how. */
    public void write(String path, ByteString content) throws IOException {
        RequestPath wanted = RequestPath.parse(path, project);
        try (Place place = placeToWrite(wanted)) {
            new FileSave(project, place, content).run();
        }
    }

    private Place placeToWrite(RequestPath path) throws IOException {
        try {
            return project.locate(path, LastLink.FOLLOW);
        } catch (NoSuchFileException e) {
            Path above = path.path().getParent();
            if (above == null) {
                throw e;
            }
            makeFolders(new RequestPath(above));
            return project.locate(path, LastLink.FOLLOW);
        }
    }

    /** Removes a file, a link, or a folder with all that is in it. */
    public void remove(String path) throws IOException {
        try (Place place = project.locate(RequestPath.parse(path, project), LastLink.KEEP)) {
            if (place.isProject()) {
                throw GoErrors.refusal("the project folder itself cannot be removed");
            }
            TreeRemoval.remove(place.folder(), place.name(), place.existing());
        }
    }

    /** As {@link #remove}, but content with a path that leads nowhere. */
    public void removeIfPresent(String path) throws IOException {
        try {
            remove(path);
        } catch (NoSuchFileException e) {
            // Already as wanted.
        }
    }

    /**
     * Renames. A file at the new path is replaced; a folder there is not, even if empty. The folder above the new path
     * must exist.
     */
    public void move(String from, String to) throws IOException {
        try (Place source = project.locate(RequestPath.parse(from, project), LastLink.KEEP)) {
            if (source.isProject()) {
                throw GoErrors.refusal("the project folder itself cannot be moved");
            }
            PosixFileAttributes moved = source.existing();
            try (Place target = project.locate(RequestPath.parse(to, project), LastLink.KEEP)) {
                if (target.isFolder()) {
                    throw new FileAlreadyExistsException(to);
                }
                if (moved.isDirectory() && target.path().startsWith(source.path())) {
                    throw GoErrors.refusal("invalid argument: a directory cannot be moved into itself");
                }
                source.folder().move(source.name(), target.folder(), target.name());
            }
        }
    }
}
