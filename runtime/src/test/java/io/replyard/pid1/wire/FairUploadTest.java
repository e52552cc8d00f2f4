package io.replyard.pid1.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.replyard.pid1.RunningPid1;
import io.replyard.pid1.client.LaterFrames;
import io.replyard.pid1.client.WireClient;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.Exec;
import io.replyard.proto.wire.File;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Uploads of one session beside those of another, over real sockets. */
class FairUploadTest {
    private static final int FILE_BYTES = 512 * 1024;

    private static void saves(WireClient client) throws IOException {
        Command saved = client.request(
                client.open("files"),
                Command.newBuilder()
                        .setWrite(File.newBuilder()
                                .setPath("upload")
                                .setContent(ByteString.copyFrom(new byte[FILE_BYTES]))));
        assertThat(saved.hasOk()).isTrue();
    }

    private static int sleeper(WireClient client) throws IOException {
        int channel = client.open("exec");
        Exec.Builder sleep = Exec.newBuilder().addArgs("sleep").addArgs("1000");
        client.send(channel, Command.newBuilder().setExec(LaterFrames.withLifecycle(2, sleep)));
        return channel;
    }

    @Test
    void aProgramThatDoesNotReadHoldsUpNobodyElse() throws IOException {
        try (WireClient hog = RunningPid1.connect();
                WireClient other = RunningPid1.connect()) {
            int channel = sleeper(hog);
            hog.send(channel, Command.newBuilder().setInput("x".repeat(15 << 20)));
            hog.send(channel, Command.newBuilder().setInput("y".repeat(60_000)).setRef("behind"));
            hog.expect(answer -> answer.getRef().equals("behind"));

            saves(other);
        }
    }

    @Test
    void aMessageThatIsNeverFinishedHoldsUpNobodyElse() throws IOException {
        try (WireClient hog = RunningPid1.connect();
                WireClient other = RunningPid1.connect()) {
            // A masked frame of 16 MiB of which only the header comes.
            hog.raw(new byte[] {(byte) 0x82, (byte) 0xff, 0, 0, 0, 0, 1, 0, 0, 0, 1, 2, 3, 4});

            saves(other);
        }
    }
}
