package io.replyard.conman.relay;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.Exec;
import io.replyard.proto.wire.File;
import io.replyard.proto.wire.OpenChannel;
import io.replyard.proto.wire.Ping;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands as the parser of both ends reads them, and some to begin with. */
final class Commands {
    private Commands() {}

    /** Null when it is none. */
    static @Nullable Command parsed(ByteString bytes) {
        try {
            return Command.parseFrom(bytes);
        } catch (InvalidProtocolBufferException _) {
            return null;
        }
    }

    static List<Command> samples() {
        return List.of(
                Command.newBuilder()
                        .setOpenChan(OpenChannel.newBuilder().setService("exec"))
                        .setRef("1")
                        .build(),
                Command.newBuilder()
                        .setChannel(3)
                        .setSession(-7)
                        .setExec(Exec.newBuilder().addArgs("ls").putEnv("A", "b"))
                        .build(),
                Command.newBuilder()
                        .setChannel(4)
                        .setWrite(File.newBuilder().setPath("a").setContent(ByteString.copyFromUtf8("text")))
                        .build(),
                Command.newBuilder()
                        .setPing(Ping.getDefaultInstance())
                        .setRef("p")
                        .build(),
                Command.newBuilder()
                        .setChannel(2)
                        .setSession(300)
                        .setOutput("out")
                        .build(),
                Command.newBuilder().setState(Command.newBuilder().getState()).build());
    }
}
