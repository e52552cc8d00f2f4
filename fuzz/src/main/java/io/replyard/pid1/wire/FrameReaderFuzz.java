package io.replyard.pid1.wire;

import io.replyard.conman.websocket.FoundFrames;
import io.replyard.fuzz.CutInput;
import io.replyard.fuzz.Expect;
import io.replyard.proto.session.SessionProtocol;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Frames of whoever reaches pid1's port: found as conman finds them, the same however they are cut, and their memory is given back. */
public final class FrameReaderFuzz {
    private static final HeapTrim TRIM = new HeapTrim();
    private static final int MOST_LINES = 10_000;

    private FrameReaderFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) throws IOException, InterruptedException {
        CutInput input = CutInput.of(data);

        List<String> found = found(input.whole());

        Expect.same(found(input.pieces()), found, "cuts change nothing");
        Expect.same(
                complete(FoundFrames.in(input.whole(), true, SessionProtocol.MAX_MESSAGE_BYTES)),
                complete(found),
                "conman finds the same");
    }

    /** Up to a violation, which each end knows from as little as it needs, or a close frame, whose reason only conman reads. */
    private static List<String> complete(List<String> found) {
        return found.stream()
                .takeWhile(line -> !line.startsWith("violation") && !line.startsWith("close"))
                .toList();
    }

    private static List<String> found(List<byte[]> pieces) throws IOException, InterruptedException {
        MessageMemory memory = new MessageMemory(TRIM);
        SessionMemory session = memory.open(() -> {}, () -> {});
        FrameReader reader = new FrameReader(new PeerInput(new PiecewiseSocket(pieces), new Deadlines()), session);
        List<String> lines = new ArrayList<>();
        try {
            while (lines.isEmpty() || !lines.getLast().startsWith("close")) {
                lines.add(line(reader.next()));
                Expect.that(lines.size() < MOST_LINES, "what has an end is read to it");
            }
        } catch (ProtocolViolation _) {
            lines.add("violation");
        } catch (IOException _) {
            // The end of the connection.
        }
        reader.end();
        session.end();
        Expect.same(memory.shared.availablePermits(), MessageMemory.SHARED, "all shared memory is given back");
        Expect.same(memory.turn.availablePermits(), 1, "the turn is given back");
        return lines;
    }

    private static String line(FrameReader.Incoming incoming) {
        return switch (incoming) {
            case FrameReader.Incoming.Message message -> {
                message.hold().release();
                yield "message " + HexFormat.of().formatHex(message.payload());
            }
            case FrameReader.Incoming.Ping ping -> "ping " + HexFormat.of().formatHex(ping.payload());
            case FrameReader.Incoming.Pong _ -> "pong";
            case FrameReader.Incoming.Close close -> "close " + close.code();
        };
    }

    public static List<byte[]> seeds() {
        return io.replyard.conman.websocket.FrameReaderFuzz.seeds();
    }
}
