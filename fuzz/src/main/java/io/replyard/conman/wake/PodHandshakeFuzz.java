package io.replyard.conman.wake;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.replyard.conman.Loop;
import io.replyard.fuzz.CutInput;
import io.replyard.fuzz.Expect;
import io.replyard.proto.session.PodProof;
import io.replyard.proto.session.SessionProtocol;
import io.replyard.proto.session.WebSocketKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whatever a pod answers, conman is told one end of it, the same one however the answer is cut, in few words; and no session is open without the proof. The input
 * is the answer, with {@code @A} and {@code @P} for what only the request's key and challenge and the pod's uid give.
 */
public final class PodHandshakeFuzz {
    private static final String UID = "uid-1";
    private static final String ACCEPT = "@A";
    private static final String PROOF = "@P";
    private static final int MOST_TOLD = 200;

    private PodHandshakeFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        CutInput input = CutInput.of(data);
        String answer = input.bytes().toString(StandardCharsets.ISO_8859_1);

        String end = end(answer, List::of);

        Expect.same(end(answer, input::pieces), end, "cuts change nothing");
        if (end.equals("opened")) {
            Expect.that(answer.contains(PROOF) && answer.contains(ACCEPT), "no session without a proof");
        }
    }

    private static String end(String text, Function<String, List<String>> cut) {
        EmbeddedChannel channel = new EmbeddedChannel();
        Told told = new Told();
        PodHandshake handshake =
                new PodHandshake(new Loop(channel.eventLoop()), new Step.Dial(UID, "10.0.0.1"), "token", told);
        channel.pipeline().addLast(new HttpClientCodec(1024, 8 * 1024, 1024)).addLast(handshake);
        channel.pipeline().fireChannelActive();
        String answer = filledIn(text, request(channel));
        for (String piece : cut.apply(answer)) {
            if (channel.isOpen()) {
                channel.writeInbound(Unpooled.copiedBuffer(piece, StandardCharsets.ISO_8859_1));
            }
        }
        channel.finishAndReleaseAll();
        Expect.same(told.ends.size(), 1, "one end is told");
        return told.ends.getFirst();
    }

    private static String request(EmbeddedChannel channel) {
        ByteBuf written = channel.readOutbound();
        String request = written.toString(StandardCharsets.ISO_8859_1);
        written.release();
        return request;
    }

    private static String filledIn(String answer, String request) {
        return answer.replace(ACCEPT, WebSocketKey.accept(header(request, "sec-websocket-key")))
                .replace(PROOF, PodProof.of(UID, header(request, SessionProtocol.CHALLENGE_HEADER)));
    }

    private static String header(String request, String name) {
        Matcher header = Pattern.compile("(?i)\r\n" + name + ": (.*)\r\n").matcher(request);
        Expect.that(header.find(), "a request has " + name);
        return header.group(1);
    }

    private static final class Told implements SessionOpener.Answer {
        private final List<String> ends = new ArrayList<>();

        @Override
        public void opened(ReachedPod pod) {
            Expect.that(pod.session() >= SessionProtocol.FIRST_CLIENT_SESSION, "a session has a number of its own");
            ends.add("opened");
        }

        @Override
        public void refused(String why) {
            Expect.that(why.length() <= MOST_TOLD, "a refusal is short");
            ends.add("refused");
        }

        @Override
        public void impostor(String why) {
            ends.add("impostor");
        }

        @Override
        public void unreachable(String why) {
            ends.add("unreachable");
        }
    }

    public static List<byte[]> seeds() {
        String switching = String.join(
                "\r\n",
                "HTTP/1.1 101 Switching Protocols",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Accept: @A",
                "Replyard-Session: 2",
                "");
        return List.of(
                CutInput.seed(0, switching + "Replyard-Proof: @P\r\n\r\n"),
                CutInput.seed(1, switching + "\r\n"),
                CutInput.seed(2, "HTTP/1.1 403 Forbidden\r\nContent-Length: 9\r\n\r\nno\u0007 token"),
                CutInput.seed(3, "HTTP/1.1 500 No\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
                CutInput.seed(4, "HTTP/1.1 100 Continue\r\n\r\n" + switching + "Replyard-Proof: @P\r\n\r\n"));
    }
}
