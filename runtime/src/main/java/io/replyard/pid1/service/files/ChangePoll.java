package io.replyard.pid1.service.files;

import io.replyard.pid1.project.ChangeScan;
import io.replyard.pid1.project.GoErrors;
import io.replyard.pid1.project.PathText;
import io.replyard.proto.wire.File;
import io.replyard.proto.wire.Files;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The poll of old clients: which files changed since they asked last, or since they attached. Remembers one moment per
 * session and nothing per file; removed files cannot be told in this answer and are not.
 */
final class ChangePoll {
    /**
     * How far the times in the file system may lag behind the clock: the kernel stamps files with the time of its last
     * tick, 10 ms apart at most. A file changed just before a poll may be told twice, but none is missed.
     */
    private static final Duration TICK = Duration.ofMillis(20);

    private final ChangeScan scan;
    private final Clock clock;
    private final Map<Integer, Instant> lastAsked = new HashMap<>();

    ChangePoll(ChangeScan scan, Clock clock) {
        this.scan = scan;
        this.clock = clock;
    }

    void begin(int session) {
        lastAsked.put(session, now());
    }

    void end(int session) {
        lastAsked.remove(session);
    }

    /** Files changed since this session's last call, sorted folder by folder. */
    Files since(int session) throws IOException {
        // Before the scan: what changes behind its back belongs to the next answer.
        Instant now = now();
        Instant before = lastAsked.put(session, now);
        Reply reply = new Reply();
        scan.since(before == null ? now : before, reply);
        return reply.files.build();
    }

    private static final class Reply implements ChangeScan.Found {
        private final Files.Builder files = Files.newBuilder();
        private long bytes;

        @Override
        public void changed(Path path) throws IOException {
            File file = File.newBuilder().setPath(PathText.of(path)).build();
            // Length and tag of an entry take at most 8 bytes.
            bytes += file.getSerializedSize() + 8;
            if (bytes > ReplyLimit.BYTES) {
                throw GoErrors.refusal("too many changes: more than " + files.getFilesCount()
                        + " files do not fit into one message; read the directories anew");
            }
            files.addFiles(file);
        }
    }

    private Instant now() {
        return clock.instant().minus(TICK);
    }
}
