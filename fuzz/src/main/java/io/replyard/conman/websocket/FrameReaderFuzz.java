package io.replyard.conman.websocket;

import io.replyard.fuzz.CutInput;
import io.replyard.fuzz.Expect;
import io.replyard.proto.session.SessionProtocol;
import java.util.HexFormat;
import java.util.List;

/** Frames of a client or of a pod: the same is found in them however they are cut, and nothing after a close frame. */
public final class FrameReaderFuzz {
    private static final int LITTLE = 300;

    private FrameReaderFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        CutInput input = CutInput.of(data);
        boolean masked = (input.how() & 4) == 0;
        long limit = (input.how() & 8) == 0 ? SessionProtocol.MAX_MESSAGE_BYTES : LITTLE;

        List<String> found = FoundFrames.in(input.whole(), masked, limit);

        Expect.same(FoundFrames.in(input.pieces(), masked, limit), found, "cuts change nothing");
        long closes = found.stream().filter(line -> line.startsWith("close")).count();
        Expect.that(
                closes == 0 || (closes == 1 && found.getLast().startsWith("close")),
                "a close frame is the last one that counts");
    }

    public static List<byte[]> seeds() {
        return List.of(
                // A message, a ping, a message in two fragments with a pong between them, a close frame; masked, then
                // not.
                CutInput.seed(
                        0,
                        HexFormat.of()
                                .parseHex("82830102030410203089810000000007028101020304418a80000000008081"
                                        + "0000000042888300000000" + "03e841")),
                CutInput.seed(5, HexFormat.of().parseHex("820310203089010702014180014188020fa1")),
                CutInput.seed(12, HexFormat.of().parseHex("827e012c" + "00".repeat(300) + "8200")),
                CutInput.seed(3, HexFormat.of().parseHex("82ff000000000001000001020304")),
                CutInput.seed(2, HexFormat.of().parseHex("8180000000008880000000")));
    }
}
