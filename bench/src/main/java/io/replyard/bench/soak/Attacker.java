package io.replyard.bench.soak;

import com.google.protobuf.ByteString;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.Exec;
import io.replyard.proto.wire.OpenChannel;
import io.replyard.proto.wire.Send;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** One hostile client, which attacks in one way and comes back as often as it is thrown out, until it is closed. */
public final class Attacker implements AutoCloseable {
    /** How it attacks. */
    public enum Kind {
        /** Half of a request's head, and then silence. */
        HALF_HEAD,
        /** A token that is none, and most of a message still to come. */
        UNFINISHED_FRAME,
        /** The smallest messages there are, as fast as they go. */
        TINY_FRAMES,
        /** Input without end for a program that does not read. */
        UNREAD_INPUT,
        /** A token that contradicts the last one. */
        CONTRADICTION
    }

    private static final int MIB = 1024 * 1024;
    private static final int TINY_AT_ONCE = 10_000;
    private static final int BETWEEN_ATTEMPTS_MS = 200;

    private final Kind kind;
    private final URI url;
    private final Supplier<String> token;
    private final LongAdder attempts;
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicReference<AutoCloseable> connected = new AtomicReference<>(() -> {});

    /**
     * Attacks from now on, in a thread of its own.
     *
     * @param token what it presents, at each attempt anew
     * @param attempts counts how often it came
     */
    public Attacker(Kind kind, URI url, Supplier<String> token, LongAdder attempts) {
        this.kind = kind;
        this.url = url;
        this.token = token;
        this.attempts = attempts;
        Thread.ofVirtual().name("attacker").start(this::comeAgainAndAgain);
    }

    private void comeAgainAndAgain() {
        try {
            do {
                attempts.increment();
                attack();
            } while (!over.await(BETWEEN_ATTEMPTS_MS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void attack() {
        try (RawClient client = kind == Kind.HALF_HEAD ? RawClient.silent(url) : RawClient.upgraded(url, presented())) {
            connected.set(client);
            if (over.getCount() > 0) {
                attack(client);
            }
        } catch (IOException thrownOut) {
            // That is what is wished for.
        }
    }

    private String presented() {
        return kind == Kind.UNFINISHED_FRAME ? "garbage" : token.get();
    }

    private void attack(RawClient client) throws IOException {
        switch (kind) {
            case HALF_HEAD -> {
                client.send("GET /wsv2/");
                client.awaitClose();
            }
            case UNFINISHED_FRAME -> {
                client.send(RawClient.frame(16 * MIB, new byte[MIB / 4]));
                client.awaitClose();
            }
            case TINY_FRAMES -> {
                client.awaitReady();
                byte[] tiny = RawClient.frame(Command.newBuilder().setChannel(1));
                byte[] many = new byte[TINY_AT_ONCE * tiny.length];
                for (int i = 0; i < many.length; i += tiny.length) {
                    System.arraycopy(tiny, 0, many, i, tiny.length);
                }
                sendForEver(client, many);
            }
            case UNREAD_INPUT -> {
                client.awaitReady();
                int channel = startSleeper(client);
                sendForEver(
                        client,
                        RawClient.frame(Command.newBuilder()
                                .setChannel(channel)
                                .setSend(Send.newBuilder().setBuff(ByteString.copyFrom(new byte[MIB])))));
            }
            case CONTRADICTION -> client.awaitReady();
        }
    }

    private static void sendForEver(RawClient client, byte[] bytes) throws IOException {
        while (true) {
            client.send(bytes);
        }
    }

    /** Its channel. */
    private static int startSleeper(RawClient client) throws IOException {
        client.send(RawClient.frame(Command.newBuilder()
                .setRef("open")
                .setOpenChan(OpenChannel.newBuilder().setService("exec").setAction(OpenChannel.Action.CREATE))));
        int channel = client.awaitReply("open").getOpenChanRes().getId();
        client.send(RawClient.frame(Command.newBuilder()
                .setChannel(channel)
                .setExec(Exec.newBuilder().addArgs("sleep").addArgs("100000").setLifecycle(Exec.Lifecycle.STDIN))));
        return channel;
    }

    /** Ends it, wherever it waits. */
    @Override
    public void close() throws Exception {
        over.countDown();
        connected.get().close();
    }
}
