package io.replyard.proto.token;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Looks at an encoded message itself: of several members of a oneof the parser keeps the last and forgets the rest. */
final class WireFields {
    private WireFields() {}

    /**
     * The contents of every top-level, length-delimited field with one of these numbers, in wire order.
     *
     * @throws IOException when {@code encoded} is not protobuf
     */
    static List<ByteString> occurrences(ByteString encoded, Set<Integer> numbers) throws IOException {
        CodedInputStream in = encoded.newCodedInput();
        List<ByteString> found = new ArrayList<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED
                    && numbers.contains(WireFormat.getTagFieldNumber(tag))) {
                found.add(in.readBytes());
            } else if (!in.skipField(tag)) {
                throw new IOException("end of a group that was never opened");
            }
        }
        return found;
    }
}
