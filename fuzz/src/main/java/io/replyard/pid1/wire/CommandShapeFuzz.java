package io.replyard.pid1.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import io.replyard.fuzz.Expect;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.Exec;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Every message that the parser takes has a shape, and what has no shape is none that the parser takes. */
public final class CommandShapeFuzz {
    private CommandShapeFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        boolean shaped = false;
        try {
            CommandShape.check(data);
            shaped = true;
        } catch (ProtocolViolation _) {
            Expect.that(data.length >= 2 * CommandShape.MAX_FIELDS, "few bytes hold few fields");
            return;
        } catch (IOException _) {
            // It is not a Command.
        }
        try {
            Command command = Command.parseFrom(data);
            Expect.that(shaped, "what is parsed has a shape");
            Expect.that(
                    command.getUnknownFields().asMap().size() <= CommandShape.MAX_FIELDS, "its fields were counted");
        } catch (InvalidProtocolBufferException _) {
            // Neither is what has a shape, always: only the parser looks further in.
        }
    }

    public static List<byte[]> seeds() {
        Command exec = Command.newBuilder()
                .setChannel(1)
                .setExec(Exec.newBuilder().addArgs("ls").putEnv("A", "b"))
                .setRef("r")
                .build();
        byte[] groups = new byte[300];
        Arrays.fill(groups, (byte) 0x0b);
        return List.of(
                exec.toByteArray(),
                Command.newBuilder().setInput("text").build().toByteArray(),
                groups);
    }
}
