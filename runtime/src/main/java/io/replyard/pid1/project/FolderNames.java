package io.replyard.pid1.project;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The names in an open folder. */
final class FolderNames {
    private FolderNames() {}

    /**
     * The bare names that clients see, sorted. They stay {@link Path}s, which keep names that are not valid UTF-8 as
     * they are. A folder that is deleted meanwhile just ends early.
     */
    static List<Path> of(SecureDirectoryStream<Path> folder) throws IOException {
        List<Path> names = all(folder);
        names.removeIf(UnfinishedFile::matches);
        Collections.sort(names);
        return names;
    }

    /** Every bare name, in no order. An open folder can be gone through only once. */
    static List<Path> all(SecureDirectoryStream<Path> folder) throws IOException {
        List<Path> names = new ArrayList<>();
        try {
            for (Path entry : folder) {
                names.add(entry.getFileName());
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }
}
