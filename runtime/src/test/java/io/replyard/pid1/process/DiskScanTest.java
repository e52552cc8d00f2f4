package io.replyard.pid1.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

class DiskScanTest {
    private static final int MIB = 1 << 20;
    private static final DiskUsage NO_END = new DiskUsage(Long.MAX_VALUE, Long.MAX_VALUE);

    @TempDir(cleanup = CleanupMode.NEVER)
    Path folder;

    /** Deeper than JUnit can. */
    @AfterEach
    void remove() throws Exception {
        new ProcessBuilder("rm", "-rf", folder.toString()).start().waitFor();
    }

    private DiskUsage scan() {
        return DiskScan.of(List.of(folder.toString()), NO_END);
    }

    @Test
    void countsWhatIsOnTheDiskAndHardLinksOnce() throws IOException {
        DiskUsage before = scan();
        Path file = Files.write(folder.resolve("file"), new byte[MIB]);
        Files.createLink(folder.resolve("link"), file);
        Files.createSymbolicLink(folder.resolve("symbolic"), Path.of("/"));
        Files.createDirectories(folder.resolve("a/b/c"));
        Files.write(folder.resolve("a/b/c/d"), new byte[MIB]);

        DiskUsage found = scan().minus(before);

        assertThat(found.inodes()).isEqualTo(6);
        assertThat(found.bytes()).isBetween(2L * MIB, 2L * MIB + 100_000);
    }

    @Test
    void countsFilesWithoutANameWhileTheyAreOpen() throws IOException {
        DiskUsage before = scan();
        Path file = folder.resolve("file");
        try (OutputStream open = Files.newOutputStream(file)) {
            open.write(new byte[MIB]);
            Files.delete(file);

            assertThat(scan().minus(before).bytes()).isBetween((long) MIB, MIB + 100_000L);
        }
        assertThat(scan().minus(before).bytes()).isLessThan(MIB);
    }

    @Test
    void seesTheGroundOfTheDeepestTree() throws Exception {
        String make = "import os\nfor i in range(3000): os.mkdir('d' * 100); os.chdir('d' * 100)\n"
                + "open('f', 'wb').write(b'x' * 1048576)";
        new ProcessBuilder("python3", "-c", make)
                .directory(folder.toFile())
                .start()
                .waitFor();

        DiskUsage found = scan();

        assertThat(found.inodes()).isGreaterThanOrEqualTo(3001);
        assertThat(found.bytes()).isGreaterThanOrEqualTo(MIB);
    }

    @Test
    void stopsWhenItHasSeenEnough() throws IOException {
        for (int i = 0; i < 50; i++) {
            Files.createFile(folder.resolve("f" + i));
        }

        assertThat(DiskScan.of(List.of(folder.toString()), new DiskUsage(Long.MAX_VALUE, 9))
                        .inodes())
                .isBetween(10L, 51L);
    }

    @Test
    void aQuotaAllowsOneInodeForEachFourKibibytes() {
        assertThat(DiskUsage.quota(1L << 30).inodes()).isEqualTo(262_144);
        assertThat(DiskUsage.quota(MIB).inodes()).isEqualTo(20_000);
    }
}
