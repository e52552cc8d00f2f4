package io.replyard.pid1.wire;

import io.replyard.fuzz.CutInput;
import io.replyard.fuzz.Expect;
import io.replyard.proto.session.SessionProtocol;
import io.replyard.proto.session.WebSocketKey;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Request heads at pid1's port: decided the same however they are cut, on no more than a head may have, with an answer that conman takes. */
public final class UpgradeFuzz {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private UpgradeFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        CutInput input = CutInput.of(data);

        String decided = decided(input.whole());

        Expect.same(decided(input.pieces()), decided, "cuts change nothing");
        Expect.that(
                !decided.startsWith("Wanted")
                        || input.bytes().toString(StandardCharsets.ISO_8859_1).contains("\r\n\r\n"),
                "nothing is wanted before the head has ended");
    }

    private static String decided(List<byte[]> pieces) throws IOException {
        try {
            String head = new PeerInput(new PiecewiseSocket(pieces), new Deadlines()).readHead(PATIENCE);
            Expect.that(head.length() <= PeerInput.MAX_HEAD_BYTES, "a head is no longer than it may be");
            return switch (Upgrade.decide(head)) {
                case Upgrade.Wanted wanted -> {
                    Expect.that(wanted.challenge().length() <= Upgrade.LONGEST_CHALLENGE, "a challenge is short");
                    Expect.that(
                            head.lines()
                                    .map(line -> line.substring(line.indexOf(':') + 1)
                                            .strip())
                                    .anyMatch(
                                            value -> WebSocketKey.accept(value).equals(wanted.acceptKey())),
                            "the answer is to a key of the head");
                    yield wanted.toString();
                }
                case Upgrade.Refused refused -> {
                    Expect.that(refused.status().matches("4[0-9]{2} [A-Za-z ]+"), "a refusal is the client's fault");
                    yield refused.toString();
                }
            };
        } catch (EOFException _) {
            return "unfinished";
        } catch (HeadTooLongException _) {
            return "too long";
        }
    }

    public static List<byte[]> seeds() {
        String head = String.join(
                "\r\n",
                "GET " + SessionProtocol.PATH + " HTTP/1.1",
                "Host: h",
                "Upgrade: websocket",
                "Connection: x, Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "");
        return List.of(
                CutInput.seed(0, head + "Authorization: Bearer t\r\nReplyard-Challenge: c\r\n\r\nrest"),
                CutInput.seed(1, head + "\r\n"),
                CutInput.seed(2, "POST /session HTTP/1.1\r\n\r\n"),
                CutInput.seed(3, "GET /session?a HTTP/1.1\r\n : x\r\n\r\n"),
                CutInput.seed(5, "GET /" + "a".repeat(PeerInput.MAX_HEAD_BYTES)));
    }
}
