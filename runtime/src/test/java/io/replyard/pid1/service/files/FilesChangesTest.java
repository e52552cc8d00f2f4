package io.replyard.pid1.service.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FilesChangesTest {
    private static final int ADA = 2;
    private static final int BOB = 3;

    @TempDir
    Path project;

    private FilesClient files;

    @BeforeEach
    void open() throws Exception {
        Files.createDirectories(project.resolve("src/lib"));
        Files.writeString(project.resolve("src/lib/a.py"), "old");
        Files.writeString(project.resolve("b.py"), "old");
        files = new FilesClient(project);
        files.attach(ADA);
        files.attach(BOB);
        settle(ADA);
        settle(BOB);
    }

    @Test
    void tellsWhatChangedSinceTheLastCall() throws Exception {
        Files.writeString(project.resolve("src/lib/a.py"), "new");
        files.write("new/c.py", "x");

        assertThat(files.changes(ADA)).containsExactly("new/c.py", "src/lib/a.py");

        settle(ADA);
        assertThat(files.changes(ADA)).isEmpty();
    }

    @Test
    void everySessionHasItsOwnLastCall() throws Exception {
        files.write("b.py", "new");

        assertThat(files.changes(ADA)).containsExactly("b.py");
        settle(ADA);
        assertThat(files.changes(BOB)).containsExactly("b.py");
    }

    @Test
    void aSessionThatComesBackStartsAnew() throws Exception {
        files.detach(ADA);
        files.write("b.py", "new");
        settle(BOB);
        files.attach(ADA);

        assertThat(files.changes(ADA)).isEmpty();
    }

    @Test
    void anOldModificationTimeDoesNotHideAChange() throws Exception {
        Files.setLastModifiedTime(project.resolve("b.py"), FileTime.fromMillis(0));

        assertThat(files.changes(ADA)).containsExactly("b.py");
    }

    @Test
    void aRenamedFileIsTold() throws Exception {
        files.move("b.py", "src/c.py");

        assertThat(files.changes(ADA)).containsExactly("src/c.py");
    }

    @Test
    void linksFoldersAndUnfinishedFilesAreNot() throws Exception {
        Files.createDirectory(project.resolve("folder"));
        Files.createSymbolicLink(project.resolve("link"), Path.of("b.py"));
        Files.createFile(project.resolve(FilesClient.UNFINISHED));

        assertThat(files.changes(ADA)).isEmpty();
    }

    /** What changed within a tick of the last call is told again, so wait until the last tick is over. */
    private void settle(int session) {
        await().until(() -> files.changes(session), List::isEmpty);
    }
}
