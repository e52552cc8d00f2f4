package io.replyard.pid1.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OomWatchTest {
    @TempDir
    Path folder;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    private OomWatch watch(String before) throws IOException {
        Path counter = folder.resolve("counter");
        Files.writeString(counter, before);
        OomWatch watch = new OomWatch(List.of(folder.resolve("none"), counter));
        watch.start(heard::add);
        return watch;
    }

    private void count(String now) throws IOException {
        Path next = Files.writeString(folder.resolve("next"), now);
        Files.move(next, folder.resolve("counter"), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void aKillThatTheCounterConfirmsIsOutOfMemory() throws IOException, InterruptedException {
        OomWatch watch = watch("low 0\noom 1\noom_kill 1\n");
        count("low 0\noom 2\noom_kill 2\n");
        watch.killed("hungry");

        assertThat(heard.poll(20, TimeUnit.SECONDS)).isIn("hungry", "");
    }

    @Test
    void aVictimThatNobodySawDieIsNoticedToo() throws IOException, InterruptedException {
        watch("oom_kill_disable 0\nunder_oom 0\noom_kill 7\n");
        count("oom_kill_disable 0\nunder_oom 0\noom_kill 8\n");

        assertThat(heard.poll(20, TimeUnit.SECONDS)).isEmpty();
    }
}
