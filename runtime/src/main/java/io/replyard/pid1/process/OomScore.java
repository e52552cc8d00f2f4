package io.replyard.pid1.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * pid1's own standing with the kernel's out-of-memory killer. A new process inherits its parent's, and pid1 may lower
 * its own only back to where the container started; so pid1 raises it for the moment in which it starts a program. The
 * program is then the preferred victim from its first instruction, and so is all it starts.
 */
final class OomScore {
    private static final Logger LOG = System.getLogger(OomScore.class.getName());
    private static final String FIRST_VICTIM = "1000";
    private static final Path OWN = Path.of("/proc/self/oom_score_adj");

    private final @Nullable RandomAccessFile file;
    private final String initial;

    /** Opens the file, which is impossible once the process has been made non-dumpable. */
    OomScore() {
        RandomAccessFile opened = null;
        String now = "0";
        try {
            now = Files.readString(OWN).strip();
            opened = new RandomAccessFile(OWN.toFile(), "rw");
        } catch (IOException refused) {
            LOG.log(Level.WARNING, "programs will not be preferred over pid1 when memory runs out: {0}", refused);
        }
        file = opened;
        initial = now;
    }

    void raise() {
        set(FIRST_VICTIM);
    }

    void restore() {
        set(initial);
    }

    private void set(String score) {
        if (file == null) {
            return;
        }
        try {
            file.seek(0);
            file.write(score.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException refused) {
            LOG.log(Level.WARNING, "cannot set oom_score_adj to " + score, refused);
        }
    }
}
