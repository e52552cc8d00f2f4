package io.replyard.cli.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.Exec;

/**
 * Fields that later versions of the official protocol added and the schema here does not have. Written as unknown fields,
 * they are ignored by whoever does not know them.
 */
public final class LaterFields {
    private static final int COMMAND_INPUT_CLOSE = 49;
    private static final int EXEC_LIFECYCLE = 6;
    private static final long LIFECYCLE_STDIN = 2;

    private LaterFields() {}

    /** The program's standard input ends here. */
    static Command.Builder inputClose() {
        UnknownFieldSet.Field empty = UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(ByteString.EMPTY)
                .build();
        return Command.newBuilder().setUnknownFields(fields(COMMAND_INPUT_CLOSE, empty));
    }

    /** Gives the program a pipe as its standard input, open until {@link ReplChannel#closeInput}; without this it reads nothing. */
    public static Exec.Builder withStdin(Exec.Builder exec) {
        UnknownFieldSet.Field stdin =
                UnknownFieldSet.Field.newBuilder().addVarint(LIFECYCLE_STDIN).build();
        return exec.setUnknownFields(fields(EXEC_LIFECYCLE, stdin));
    }

    private static UnknownFieldSet fields(int number, UnknownFieldSet.Field field) {
        return UnknownFieldSet.newBuilder().addField(number, field).build();
    }
}
