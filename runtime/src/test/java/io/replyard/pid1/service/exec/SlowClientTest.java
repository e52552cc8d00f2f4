package io.replyard.pid1.service.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.replyard.pid1.RunningPid1;
import io.replyard.pid1.client.WireClient;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.Exec;
import io.replyard.proto.wire.Ping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlowClientTest {
    private static final int BYTES = 60_000_000;

    @Test
    void holdsTheProgramUpAndLosesNothing() throws IOException {
        Path progress = RunningPid1.project().resolve("progress");
        try (WireClient slow = RunningPid1.connect();
                WireClient other = RunningPid1.connect()) {
            int channel = slow.open("exec");
            String script = "for i in 1 2 3 4 5 6; do head -c " + BYTES / 6 + " /dev/zero | tr '\\0' x; echo $i > "
                    + progress + "; done";
            slow.send(
                    channel,
                    Command.newBuilder()
                            .setRef("done")
                            .setExec(Exec.newBuilder()
                                    .addArgs("sh")
                                    .addArgs("-c")
                                    .addArgs(script)));

            // It cannot get far: what fits into the queue and the sockets' buffers, and then it stands still.
            await().during(Duration.ofSeconds(1))
                    .until(() -> !Files.exists(progress)
                            || !Files.readString(progress).equals("6\n"));
            assertThat(other.request(0, Command.newBuilder().setPing(Ping.getDefaultInstance()))
                            .hasPong())
                    .isTrue();

            long received = 0;
            Command next = slow.nextCommand();
            while (!next.getRef().equals("done")) {
                received += next.getOutput().length();
                next = slow.nextCommand();
            }
            assertThat(next.hasOk()).isTrue();
            assertThat(received).isEqualTo(BYTES / 6 * 6L);
        }
    }
}
