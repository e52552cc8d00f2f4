package io.replyard.pid1.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.replyard.proto.session.CloseCode;
import io.replyard.proto.wire.Command;
import java.io.IOException;

/**
 * Looks at a message before it is parsed: every field becomes an object, of some fifty bytes however small the field is on the wire, and 16 MiB hold eight million
 * of them. Counts the fields of the Command and those of its body; what is nested deeper is few in every message of the protocol that clients send.
 */
final class CommandShape {
    /** Fields of one message; far above any real one. */
    static final int MAX_FIELDS = 20_000;

    private CommandShape() {}

    /**
     * Checks one message.
     *
     * @throws ProtocolViolation if it has too many fields
     * @throws IOException if it is not a Command
     */
    static void check(byte[] message) throws ProtocolViolation, IOException {
        int fields = 0;
        CodedInputStream in = CodedInputStream.newInstance(message);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            fields = counted(fields);
            if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED
                    && isMessage(WireFormat.getTagFieldNumber(tag))) {
                int length = in.readRawVarint32();
                int outer = in.pushLimit(length);
                for (int inner = in.readTag(); inner != 0; inner = in.readTag()) {
                    fields = counted(fields);
                    in.skipField(inner);
                }
                in.popLimit(outer);
            } else {
                in.skipField(tag);
            }
        }
    }

    private static int counted(int fields) throws ProtocolViolation {
        if (fields == MAX_FIELDS) {
            throw new ProtocolViolation(CloseCode.TOO_BIG, "a message has more than " + MAX_FIELDS + " fields");
        }
        return fields + 1;
    }

    /** Whether the parser reads that field of a Command as a message: no text, and nothing that it does not know and keeps as bytes. */
    private static boolean isMessage(int number) {
        return switch (number) {
            case Command.EVAL_FIELD_NUMBER,
                    Command.RESULT_FIELD_NUMBER,
                    Command.INPUT_FIELD_NUMBER,
                    Command.OUTPUT_FIELD_NUMBER,
                    Command.ERROR_FIELD_NUMBER,
                    Command.STDERR_FIELD_NUMBER,
                    Command.LOG_FIELD_NUMBER,
                    Command.DEBUGGERSTART_FIELD_NUMBER,
                    Command.STATE_FIELD_NUMBER,
                    Command.HASCAP_FIELD_NUMBER -> false;
            default -> Command.BodyCase.forNumber(number) != null;
        };
    }
}
