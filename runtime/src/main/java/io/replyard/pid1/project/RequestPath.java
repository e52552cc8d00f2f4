package io.replyard.pid1.project;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A path as a client names it, cleaned without looking at the disk: {@code .} and {@code ..} are taken out the way
 * they are written, so {@code new/../main.py} is {@code main.py} whether or not {@code new} exists.
 *
 * @param path normalised and relative to the project folder; empty for that folder itself
 */
record RequestPath(Path path) {
    /** Longest path in bytes, as for the kernel's own calls (PATH_MAX less the final NUL). */
    static final int LONGEST = 4095;

    /**
     * @param text relative to the project folder, or absolute if it lies in that folder
     * @throws IOException for a path that no file can have, or one that is not in the project folder
     */
    static RequestPath parse(String text, ProjectFolder project) throws IOException {
        if (PathText.length(text) > LONGEST) {
            throw GoErrors.refusal("file name too long");
        }
        Path path = PathText.path(text).normalize();
        Path relative = path.isAbsolute() ? project.relative(path) : path;
        if (relative == null || relative.startsWith("..")) {
            throw GoErrors.refusal("path is outside the project folder");
        }
        return new RequestPath(relative);
    }

    /** The folders above, outermost first, then the path itself; nothing for the project folder. */
    List<RequestPath> downwards() {
        List<RequestPath> all = new ArrayList<>();
        for (Path at = path; at != null && !at.toString().isEmpty(); at = at.getParent()) {
            all.addFirst(new RequestPath(at));
        }
        return all;
    }
}
