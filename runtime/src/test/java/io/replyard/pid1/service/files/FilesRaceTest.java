package io.replyard.pid1.service.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.replyard.pid1.project.ProjectFolder;
import io.replyard.pid1.project.ProjectWriter;
import io.replyard.proto.wire.Command;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs and other channels change the tree while requests run. */
final class FilesRaceTest {
    @TempDir
    Path home;

    private final ExecutorService other = Executors.newSingleThreadExecutor();
    private final AtomicBoolean done = new AtomicBoolean();
    private Path project;
    private FilesClient files;

    @BeforeEach
    void open() throws Exception {
        project = Files.createDirectory(home.resolve("project"));
        files = new FilesClient(project);
    }

    @AfterEach
    void stop() {
        done.set(true);
        other.close();
    }

    @Test
    void listingAFolderThatIsBeingDeleted() throws Exception {
        FilesClient remover = new FilesClient(project);
        for (int round = 0; round < 5; round++) {
            Path folder = Files.createDirectory(project.resolve("d"));
            for (int i = 0; i < 1000; i++) {
                Files.createFile(folder.resolve("f" + i));
            }
            Future<Command> removed = other.submit(() -> remover.remove("d"));

            Command reply;
            do {
                reply = files.readdir("d");
                assertThat(reply.hasFiles() || reply.getError().endsWith(": no such file or directory"))
                        .as(reply.getError())
                        .isTrue();
            } while (reply.hasFiles());

            assertThat(removed.get().hasOk()).isTrue();
        }
    }

    @Test
    void aReaderSeesTheOldOrTheNewContentWhole() throws Exception {
        String old = "a".repeat(1 << 20);
        String fresh = "b".repeat(1 << 20);
        files.write("f", old);
        FilesClient writer = new FilesClient(project);
        Future<?> writing = other.submit(() -> {
            for (int i = 0; i < 50; i++) {
                assertThat(writer.write("f", i % 2 == 0 ? fresh : old).hasOk()).isTrue();
            }
            return true;
        });

        do {
            String seen = files.read("f").getFile().getContent().toStringUtf8();
            assertThat(seen.equals(old) || seen.equals(fresh)).isTrue();
        } while (!writing.isDone());
        writing.get();

        assertThat(project.toFile().list()).containsExactly("f");
    }

    @Test
    void aFolderSwappedForALinkThatLeadsOut() throws Exception {
        Path outside = Files.createDirectory(home.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "old");
        Files.createFile(outside.resolve("only-outside"));
        layOut(outside);
        Future<?> swapping = other.submit(() -> {
            while (!done.get()) {
                swap(outside);
            }
            return true;
        });

        int linksMet = 0;
        while (linksMet < 500 && !swapping.isDone()) {
            Command seen = files.read("d/secret");
            if (seen.getError().endsWith("leads outside the project folder")) {
                linksMet++;
            }
            assertThat(seen.getFile().getContent().toStringUtf8()).isNotEqualTo("old");
            assertThat(files.readdir("d").getFiles().toString()).doesNotContain("only-outside");
            files.write("d/secret", "new");
            files.write("d/more", "new");
            files.move("d/secret", "stolen");
            files.remove("d/secret");
        }
        done.set(true);
        swapping.get();

        assertThat(outside.resolve("secret")).hasContent("old");
        assertThat(outside.toFile().list()).containsExactlyInAnyOrder("secret", "only-outside");
    }

    /** The folder goes aside, a link takes its place, and back. Renames only, to be as fast as can be. */
    private void swap(Path outside) throws IOException {
        try {
            Files.move(project.resolve("d"), project.resolve("aside"), StandardCopyOption.ATOMIC_MOVE);
            Files.move(project.resolve("link"), project.resolve("d"), StandardCopyOption.ATOMIC_MOVE);
            Files.move(project.resolve("d"), project.resolve("link"), StandardCopyOption.ATOMIC_MOVE);
            Files.move(project.resolve("aside"), project.resolve("d"), StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // A write found no folder and made one.
            layOut(outside);
        }
    }

    private void layOut(Path outside) throws IOException {
        ProjectWriter writer = new ProjectWriter(new ProjectFolder(project));
        for (String name : new String[] {"d", "aside"}) {
            removeStubbornly(writer, name);
        }
        if (!Files.isSymbolicLink(project.resolve("link"))) {
            writer.removeIfPresent("link");
            Files.createSymbolicLink(project.resolve("link"), outside);
        }
        writer.makeFolder("d");
    }

    /** The client may write into the folder just when it has been emptied. */
    private static void removeStubbornly(ProjectWriter writer, String name) throws IOException {
        for (int attempt = 0; attempt < 1000; attempt++) {
            try {
                writer.removeIfPresent(name);
                return;
            } catch (DirectoryNotEmptyException e) {
                Thread.onSpinWait();
            }
        }
        throw new IOException(name + " fills up faster than it can be removed");
    }
}
