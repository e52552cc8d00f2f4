package io.replyard.pid1.service.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.replyard.proto.wire.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;

/** Whatever clients ask for, in whatever order: nothing outside the project folder is read or changed. */
final class FilesConfinementPropertyTest {
    private static final String SECRET = "nobody's business";

    /** A name that no request holds, so a reply can have it only from a listing. */
    private static final String UNASKED = "never-asked-for";

    @Property(tries = 400)
    void nothingOutsideIsTouched(@ForAll @Size(min = 1, max = 25) List<@From("requests") Asked> requests)
            throws Exception {
        Path home = Files.createTempDirectory("confinement");
        try {
            Path project = prepare(home);
            Map<String, String> before = outside(home, project);
            FilesClient client = new FilesClient(project);

            for (Asked request : requests) {
                Command reply = request.send(client, home);
                assertThat(reply.toString())
                        .as("%s", request)
                        .doesNotContain(SECRET)
                        .doesNotContain(UNASKED);
            }

            assertThat(outside(home, project)).isEqualTo(before);
        } finally {
            delete(home);
        }
    }

    private static Path prepare(Path home) throws IOException {
        Path others = Files.createDirectories(home.resolve("others/d"));
        Files.writeString(others.resolve("f"), SECRET);
        Files.writeString(others.resolve(UNASKED), SECRET);
        Files.writeString(home.resolve("f"), SECRET);
        Files.writeString(home.resolve(UNASKED), SECRET);
        Path project = home.resolve("project");
        Files.createDirectories(project.resolve("d/e"));
        Files.writeString(project.resolve("f"), "mine");
        Files.writeString(project.resolve("d/f"), "mine");
        Files.createSymbolicLink(project.resolve("out"), Path.of("../others"));
        Files.createSymbolicLink(project.resolve("abs"), home.resolve("others"));
        Files.createSymbolicLink(project.resolve("up"), Path.of(".."));
        Files.createSymbolicLink(project.resolve("d/upup"), Path.of("../.."));
        Files.createSymbolicLink(project.resolve("in"), Path.of("d/e"));
        Files.createSymbolicLink(project.resolve("d/e/top"), project);
        Files.createSymbolicLink(project.resolve("loop"), Path.of("d/../loop"));
        Files.createSymbolicLink(project.resolve("file"), Path.of("../f"));
        return project;
    }

    /** Everything but the project: kind, mode, times and content. */
    private static Map<String, String> outside(Path home, Path project) throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(home)) {
            for (Path path : walk.filter(p -> !p.startsWith(project)).toList()) {
                PosixFileAttributes a =
                        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                String content = a.isRegularFile() ? Files.readString(path) : "";
                all.put(
                        home.relativize(path).toString(),
                        GoFileMode.of(a) + " " + a.fileKey() + " " + a.lastModifiedTime() + " " + content);
            }
        }
        PosixFileAttributes itself =
                Files.readAttributes(project, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        all.put("project", itself.fileKey() + " " + itself.isDirectory());
        return all;
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> walk = Files.walk(tree)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Provide
    Arbitrary<Asked> requests() {
        return Combinators.combine(Arbitraries.of(Verb.values()), paths(), paths())
                .as(Asked::new);
    }

    private static Arbitrary<String> paths() {
        Arbitrary<String> name = Arbitraries.of(
                "..",
                "..",
                ".",
                "",
                "d",
                "e",
                "f",
                "out",
                "abs",
                "up",
                "upup",
                "in",
                "top",
                "loop",
                "file",
                "others",
                "project",
                "hidden-name",
                "new",
                "ü",
                "a\0b",
                "...",
                "~");
        Arbitrary<String> start = Arbitraries.of("", "", "", "", "/", "$HOME/", "$HOME/project/", "./", "//");
        Arbitrary<String> joined = Combinators.combine(
                        start, name.list().ofMaxSize(6).map(names -> String.join("/", names)))
                .as(String::concat);
        return Arbitraries.frequencyOf(
                Tuple.of(9, joined), Tuple.of(1, Arbitraries.strings().ofMaxLength(300)));
    }

    enum Verb {
        READ,
        READDIR,
        STAT,
        MKDIR,
        WRITE,
        REMOVE,
        TRY_REMOVE,
        MOVE
    }

    record Asked(Verb verb, String path, String other) {
        Command send(FilesClient client, Path home) throws Exception {
            String at = path.replace("$HOME", home.toString());
            return switch (verb) {
                case READ -> client.read(at);
                case READDIR -> client.readdir(at);
                case STAT -> client.stat(at);
                case MKDIR -> client.mkdir(at);
                case WRITE -> client.write(at, "written");
                case REMOVE -> client.remove(at);
                case TRY_REMOVE -> client.tryRemove(at);
                case MOVE -> client.move(at, other.replace("$HOME", home.toString()));
            };
        }
    }
}
