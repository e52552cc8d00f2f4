package io.replyard.pid1.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.Exec;

/** Frames that newer clients send, with fields that the messages here do not have. */
public final class LaterFrames {
    private LaterFrames() {}

    /** The end of standard input. */
    public static Command.Builder inputClose() {
        UnknownFieldSet.Field empty = UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(ByteString.EMPTY)
                .build();
        return Command.newBuilder()
                .setUnknownFields(
                        UnknownFieldSet.newBuilder().addField(49, empty).build());
    }

    /** An exec with a lifecycle: 0 not blocking, 1 blocking, 2 with standard input. */
    public static Exec.Builder withLifecycle(int lifecycle, Exec.Builder exec) {
        UnknownFieldSet.Field value =
                UnknownFieldSet.Field.newBuilder().addVarint(lifecycle).build();
        return exec.setUnknownFields(
                UnknownFieldSet.newBuilder().addField(6, value).build());
    }
}
