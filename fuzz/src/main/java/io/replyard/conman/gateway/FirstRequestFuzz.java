package io.replyard.conman.gateway;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.replyard.conman.Loop;
import io.replyard.conman.metrics.ConmanMetrics;
import io.replyard.conman.repl.ReplQueue;
import io.replyard.conman.repl.Repls;
import io.replyard.conman.session.SessionTimes;
import io.replyard.conman.wake.SessionOpener;
import io.replyard.conman.wake.WakeServices;
import io.replyard.conman.websocket.FoundFrames;
import io.replyard.fuzz.CutInput;
import io.replyard.fuzz.Expect;
import io.replyard.proto.token.DevelopmentKey;
import io.replyard.proto.token.SessionTokenSigner;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The first bytes at conman's public port: one answer, the same however they are cut, and the memory of a head is given back. No session comes of any: conman is about to go. */
public final class FirstRequestFuzz {
    private static final String HEAD_END = "\r\n\r\n";
    private static final int HEADS = 64 * 1024;
    private static final Logger LOG = Logger.getLogger(Gateway.class.getName());
    private static final Gateway GATEWAY = gateway();

    private FirstRequestFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        CutInput input = CutInput.of(data);

        String answer = answer(input.whole());

        Expect.same(answer(input.pieces()), answer, "cuts change nothing");
        Expect.that(
                answer.isEmpty() || answer.matches("(?s)HTTP/1.1 (101|200|400|405|414|426|431) .*"),
                "answers are known");
        Expect.same(
                answer.split("HTTP/1\\.1 ", -1).length - 1, answer.isEmpty() ? 0 : 1, "there is one answer at most");
    }

    private static String answer(List<byte[]> pieces) {
        EmbeddedChannel channel = new EmbeddedChannel();
        Loop loop = new Loop(channel.eventLoop());
        HeadMemory memory = new HeadMemory(HEADS);
        HeadGuard guard = new HeadGuard(loop, memory, Duration.ofMinutes(1));
        HttpDecoderConfig http =
                new HttpDecoderConfig().setMaxInitialLineLength(8 * 1024).setMaxHeaderSize(2 * 1024);
        channel.pipeline()
                .addLast(guard)
                .addLast(new HttpServerCodec(http))
                .addLast(new FirstRequest(loop, guard, GATEWAY));
        for (byte[] piece : pieces) {
            if (channel.isOpen()) {
                channel.writeInbound(Unpooled.wrappedBuffer(piece));
            }
        }
        StringBuilder answer = new StringBuilder();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            answer.append(out.toString(StandardCharsets.ISO_8859_1));
            out.release();
        }
        channel.finishAndReleaseAll();
        Expect.that(memory.take(HEADS), "the memory of a head is given back");
        return withoutFrames(answer.toString());
    }

    /** Frames that come in one read with the head are read before the refusal, and those that come later are not; either way a close frame ends it. */
    private static String withoutFrames(String answer) {
        if (!answer.startsWith("HTTP/1.1 101")) {
            return answer;
        }
        int end = answer.indexOf(HEAD_END) + HEAD_END.length();
        byte[] frames = answer.substring(end).getBytes(StandardCharsets.ISO_8859_1);
        List<String> found = FoundFrames.in(List.of(frames), false, 0);
        Expect.that(!found.isEmpty() && found.getLast().startsWith("close"), "a refusal ends with a close frame");
        return answer.substring(0, end);
    }

    private static Gateway gateway() {
        LOG.setLevel(Level.OFF);
        ConmanMetrics metrics = new ConmanMetrics(new SimpleMeterRegistry());
        OpenSessions sessions = new OpenSessions(metrics);
        try {
            sessions.drain(Duration.ZERO);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this", e);
        }
        Repls repls = (Repls) Proxy.newProxyInstance(
                Repls.class.getClassLoader(), new Class<?>[] {Repls.class}, (proxy, method, arguments) -> {
                    throw new IllegalStateException("no Repl is asked for");
                });
        WakeServices services = new WakeServices(
                Runnable::run,
                token -> {
                    throw new IllegalStateException("no token is looked at");
                },
                new SessionTokenSigner(DevelopmentKey.privateKey(), "dev", Clock.systemUTC(), Duration.ofMinutes(1)),
                repls,
                new ReplQueue(repls, Runnable::run, Executors.newSingleThreadScheduledExecutor()),
                new SessionOpener(UnpooledByteBufAllocator.DEFAULT, 1),
                metrics,
                Clock.systemUTC());
        return new Gateway(services, SessionTimes.within(Duration.ofMinutes(1)), sessions);
    }

    public static List<byte[]> seeds() {
        String upgrade = String.join(
                "\r\n",
                " HTTP/1.1",
                "Host: h",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "",
                "");
        return List.of(
                CutInput.seed(0, "GET /wsv2/v2.public.a.b" + upgrade + "\u0002\u0000"),
                CutInput.seed(1, "GET /elsewhere" + upgrade),
                CutInput.seed(2, "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc"),
                CutInput.seed(3, "GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n"),
                CutInput.seed(4, "HEAD /wsv2/x HTTP/1.0\r\nA: " + "b".repeat(300) + "\r\n\r\n"));
    }
}
