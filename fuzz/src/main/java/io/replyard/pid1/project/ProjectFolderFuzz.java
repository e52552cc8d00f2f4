package io.replyard.pid1.project;

import io.replyard.fuzz.Expect;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whatever a client names and wherever links of a program lead, nothing outside the project is found. The input is the name and then, after a NUL each, what the
 * links {@code one}, {@code two} and {@code in/three} lead to.
 */
public final class ProjectFolderFuzz {
    private static final Path TOP = newFolder();
    private static final Path ROOT = TOP.resolve("project");
    private static final List<String> LINKS = List.of("one", "two", "in/three");

    private ProjectFolderFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        String[] texts = new String(data, StandardCharsets.UTF_8).split("\0", -1);
        for (int i = 0; i < LINKS.size(); i++) {
            Path link = ROOT.resolve(LINKS.get(i));
            Files.deleteIfExists(link);
            link(link, i + 1 < texts.length ? texts[i + 1].replace("@", ROOT.toString()) : "");
        }
        ProjectFolder project = new ProjectFolder(ROOT);
        RequestPath path;
        try {
            path = RequestPath.parse(texts[0].replace("@", ROOT.toString()), project);
        } catch (IOException _) {
            return;
        }
        Expect.that(!path.path().isAbsolute() && !path.path().startsWith(".."), "a path stays in the project");
        Expect.same(path.path().normalize(), path.path(), "a path is clean");
        Expect.same(RequestPath.parse(PathText.of(path.path()), project), path, "a path that was named is named again");
        for (ProjectFolder.LastLink last : ProjectFolder.LastLink.values()) {
            requireInside(project, path, last);
        }
    }

    private static void requireInside(ProjectFolder project, RequestPath path, ProjectFolder.LastLink last)
            throws IOException {
        Object key;
        Path found;
        try (Place place = project.locate(path, last)) {
            found = ROOT.resolve(place.path());
            key = place.attributes() == null ? "" : place.attributes().fileKey();
        } catch (IOException _) {
            return;
        }
        Path above = found.equals(ROOT) ? ROOT : Path.of(String.valueOf(found.getParent()));
        Expect.same(above.toRealPath(), above, "the way to what is found holds no link");
        Expect.that(found.startsWith(ROOT) && found.normalize().equals(found), "nothing outside is found");
        try (Stream<Path> all = Files.walk(ROOT)) {
            Expect.that(
                    key.equals("") || all.anyMatch(file -> key.equals(keyOf(file))), "what is found is the project's");
        }
    }

    private static Object keyOf(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        } catch (IOException e) {
            throw new IllegalStateException("nobody else is in this folder", e);
        }
    }

    private static void link(Path link, String target) {
        try {
            if (!target.isEmpty()) {
                Files.createSymbolicLink(link, PathText.path(target));
            }
        } catch (IOException _) {
            // No link can lead there.
        }
    }

    private static Path newFolder() {
        try {
            Path top = Files.createTempDirectory("fuzz").toRealPath();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(top)));
            Files.createDirectories(top.resolve("project/in/deep"));
            Files.createFile(top.resolve("project/in/file"));
            Files.createDirectory(top.resolve("outside"));
            Files.createFile(top.resolve("outside/secret"));
            return top;
        } catch (IOException e) {
            throw new IllegalStateException("no folder to try it in", e);
        }
    }

    private static void remove(Path top) {
        try (Stream<Path> all = Files.walk(top)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the folder cannot be removed", e);
        }
    }

    public static List<byte[]> seeds() {
        return List.of(
                        "in/file",
                        "one/three/../file\0in",
                        "@/in/../one/two\0@/in\0@",
                        "one/secret\0../outside\0/etc\0../..",
                        "two\0two\0one\0../one",
                        "in/three/x\0\0\0deep/../../in/deep",
                        "../outside/secret\0..")
                .stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
