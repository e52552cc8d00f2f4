package io.replyard.pid1.service;

import com.google.protobuf.UnknownFieldSet;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.Exec;
import java.util.List;

/**
 * Fields that the protocol got after the version whose messages we are generated from, read out of what protobuf keeps
 * as unknown. Numbers and meanings are those of the official client library 0.4.
 */
public final class LaterFields {
    private static final int INPUT_CLOSE = 49;
    private static final int EXEC_LIFECYCLE = 6;

    private LaterFields() {}

    /** How an exec wants to live. */
    public enum Lifecycle {
        /** Refused while another program runs. */
        NON_BLOCKING,
        /** Waits for its turn. */
        BLOCKING,
        /** As NON_BLOCKING, with a pipe as standard input. */
        STDIN
    }

    /** Whether the frame is an inputClose: the end of a program's standard input. */
    public static boolean isInputClose(Command command) {
        return command.getBodyCase() == Command.BodyCase.BODY_NOT_SET
                && command.getUnknownFields().hasField(INPUT_CLOSE);
    }

    /** The lifecycle asked for; the older {@code blocking} counts where there is none. */
    public static Lifecycle lifecycle(Exec exec) {
        UnknownFieldSet.Field field = exec.getUnknownFields().getField(EXEC_LIFECYCLE);
        List<Long> values = field.getVarintList();
        long last = values.isEmpty() ? 0 : values.getLast();
        if (last == 2) {
            return Lifecycle.STDIN;
        }
        return last == 1 || exec.getBlocking() ? Lifecycle.BLOCKING : Lifecycle.NON_BLOCKING;
    }
}
