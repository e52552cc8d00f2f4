package io.replyard.pid1.service.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.File;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths and symbolic links that lead out of the project folder, and those that only seem to. */
final class FilesConfinementTest {
    @TempDir
    Path home;

    private Path project;
    private Path outside;
    private FilesClient files;

    @BeforeEach
    void open() throws Exception {
        project = Files.createDirectory(home.resolve("project"));
        outside = Files.createDirectory(home.resolve("project-of-others"));
        Files.writeString(outside.resolve("secret"), "old");
        files = new FilesClient(project);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                "../project-of-others/secret",
                "a/../../project-of-others/secret",
                "/etc/passwd",
                "/",
                "$HOME/project-of-others/secret",
                "$HOME/project/../project-of-others/secret",
                "$HOME"
            })
    void pathsThatLeadOut(String template) throws Exception {
        String path = template.replace("$HOME", home.toString());

        assertOutside(path, "path is outside the project folder");
    }

    @Test
    void linksThatLeadOut() throws Exception {
        link("folder", "../project-of-others");
        link("absolute", outside.toString());
        link("secret", "../project-of-others/secret");
        link("sneaky", project + "/../project-of-others/secret");
        link("up", "..");
        link("chain", "secret");
        Files.createDirectory(project.resolve("in"));
        link("in/deep", "../../project-of-others/secret");

        assertOutside("folder/secret", "symbolic link folder leads outside the project folder");
        assertOutside("absolute/secret", "symbolic link absolute leads outside the project folder");
        assertOutside("up/project-of-others/secret", "symbolic link up leads outside the project folder");
        for (String name : new String[] {"secret", "sneaky", "in/deep"}) {
            assertReadsAndWritesRefused(name, "symbolic link " + name + " leads outside the project folder");
        }
        assertReadsAndWritesRefused("chain", "symbolic link secret leads outside the project folder");
        assertThat(files.readdir("folder").getError())
                .isEqualTo("unable to read directory from files: open folder: symbolic link folder leads outside the"
                        + " project folder");
    }

    @Test
    void aLinkThatLeadsOutCanBeListedMovedAndRemovedItself() throws Exception {
        Path link = link("folder", "../project-of-others");

        assertThat(files.readdir(".").getFiles().getFilesList())
                .containsExactly(File.newBuilder().setPath("folder").build());
        assertThat(files.move("folder", "renamed").hasOk()).isTrue();
        assertThat(files.write("a", "x").hasOk()).isTrue();
        assertThat(files.remove("renamed").hasOk()).isTrue();

        assertThat(link).doesNotExist();
        assertThat(outside.resolve("secret")).hasContent("old");
    }

    @Test
    void removingAFolderLeavesWhatItsLinksLeadTo() throws Exception {
        Files.createDirectory(project.resolve("in"));
        link("in/folder", "../../project-of-others");
        link("in/secret", outside.resolve("secret").toString());

        assertThat(files.remove("in").hasOk()).isTrue();

        assertThat(project).isEmptyDirectory();
        assertThat(outside.resolve("secret")).hasContent("old");
    }

    @Test
    void movingOntoALinkReplacesTheLink() throws Exception {
        link("secret", "../project-of-others/secret");
        files.write("a", "new");

        assertThat(files.move("a", "secret").hasOk()).isTrue();

        assertThat(project.resolve("secret")).isRegularFile().hasContent("new");
        assertThat(outside.resolve("secret")).hasContent("old");
    }

    @Test
    void linksInsideTheProjectWork() throws Exception {
        Files.createDirectories(project.resolve("a/b"));
        Files.writeString(project.resolve("a/b/file"), "x");
        link("relative", "a/b");
        link("absolute", project.resolve("a/b").toString());
        link("a/up", "../a/./b/../b");
        link("a/b/top", "../..");

        for (String path :
                new String[] {"relative/file", "absolute/file", "a/up/file", "a/b/top/a/up/top/relative/file"}) {
            assertThat(files.read(path).getFile().getContent().toStringUtf8())
                    .as(path)
                    .isEqualTo("x");
        }
        assertThat(files.readdir("a/b/top").getFiles().getFilesCount()).isEqualTo(3);
        assertThat(files.write("relative/new", "y").hasOk()).isTrue();
        assertThat(files.mkdir("absolute/c/d").hasOk()).isTrue();
        assertThat(project.resolve("a/b/new")).hasContent("y");
        assertThat(project.resolve("a/b/c/d")).isEmptyDirectory();
    }

    @Test
    void writingThroughALinkKeepsTheLink() throws Exception {
        Files.writeString(project.resolve("file"), "old");
        link("link", "file");
        link("dangling", "made");

        assertThat(files.write("link", "new").hasOk()).isTrue();
        assertThat(files.write("dangling", "new").hasOk()).isTrue();

        assertThat(project.resolve("file")).isRegularFile().hasContent("new");
        assertThat(project.resolve("made")).isRegularFile().hasContent("new");
        assertThat(project.resolve("link")).isSymbolicLink();
        assertThat(project.resolve("dangling")).isSymbolicLink();
    }

    @Test
    void linksInTheWayToTheProject() throws Exception {
        Path alias = Files.createSymbolicLink(home.resolve("alias"), Path.of("."));
        Path real = home.toRealPath().resolve("project");
        Files.writeString(project.resolve("file"), "x");
        link("by-real-path", real.resolve("file").toString());
        link("by-alias", alias.resolve("project/file").toString());
        FilesClient aliased = new FilesClient(alias.resolve("project"));

        for (String path : new String[] {"file", "by-real-path", "by-alias", real + "/file", alias + "/project/file"}) {
            assertThat(aliased.read(path).getFile().getContent().toStringUtf8())
                    .as(path)
                    .isEqualTo("x");
        }
    }

    @Test
    void aLinkInPlaceOfTheProjectIsNotEntered() throws Exception {
        Files.delete(project);
        Files.createSymbolicLink(project, outside);

        for (Command reply : new Command[] {
            files.readdir("."),
            files.read("secret"),
            files.write("secret", "new"),
            files.remove("secret"),
            files.mkdir("a")
        }) {
            assertThat(reply.getError()).isNotEmpty();
        }
        assertUntouched();
    }

    @Test
    void linksInCircles() throws Exception {
        link("self", "self");
        link("ping", "pong");
        link("pong", "ping");
        link("spiral", "spiral/x");
        Files.createDirectories(project.resolve("d"));
        link("wide", "d/../".repeat(700) + "wide");

        for (String path : new String[] {"self", "ping", "self/x", "spiral", "wide"}) {
            assertThat(files.read(path).getError()).as(path).endsWith(": too many levels of symbolic links");
            assertThat(files.stat(path).getError()).as(path).endsWith(": too many levels of symbolic links");
            assertThat(files.write(path, "x").getError()).as(path).endsWith(": too many levels of symbolic links");
        }
        assertThat(files.remove("self").hasOk()).isTrue();
    }

    private Path link(String name, String target) throws Exception {
        return Files.createSymbolicLink(project.resolve(name), Path.of(target));
    }

    private void assertOutside(String path, String reason) throws Exception {
        assertReadsAndWritesRefused(path, reason);
        for (Command reply : new Command[] {
            files.remove(path), files.tryRemove(path), files.move(path, "mine"), files.move("file", path)
        }) {
            assertThat(reply.getError()).as(path).endsWith(": " + reason);
        }
        assertUntouched();
    }

    private void assertReadsAndWritesRefused(String path, String reason) throws Exception {
        Files.writeString(project.resolve("file"), "mine");
        for (Command reply : new Command[] {
            files.read(path), files.readdir(path), files.stat(path), files.write(path, "new"), files.mkdir(path)
        }) {
            assertThat(reply.getError()).as(path).contains(" " + path + ": ").endsWith(": " + reason);
        }
        assertUntouched();
    }

    private void assertUntouched() {
        assertThat(outside.resolve("secret")).hasContent("old");
        assertThat(outside.toFile().list()).containsExactly("secret");
        assertThat(Files.exists(project.resolve("mine"), LinkOption.NOFOLLOW_LINKS))
                .isFalse();
    }
}
