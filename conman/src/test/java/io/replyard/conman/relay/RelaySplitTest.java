package io.replyard.conman.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.replyard.conman.Loop;
import io.replyard.conman.metrics.ConmanMetrics;
import io.replyard.conman.websocket.Hold;
import io.replyard.conman.websocket.NoListener;
import io.replyard.conman.websocket.WebSocket;
import io.replyard.proto.session.CloseReason;
import io.replyard.proto.session.SessionProtocol;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.File;
import io.replyard.proto.wire.Recv;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** However the bytes of a side are cut into reads, the other side gets the same messages; the real relay between two channels in memory. */
class RelaySplitTest {
    private static final int SESSION = 300;

    @Property(tries = 150)
    void aClientsMessagesArriveStampedAndWhole(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        Sides sides = new Sides();
        List<Command> expected = new ArrayList<>();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < 6; i++) {
            Command sent = Command.newBuilder()
                    .setChannel(i)
                    .setSession(random.nextInt(5))
                    .setWrite(File.newBuilder().setPath("f" + i).setContent(content(random)))
                    .setRef("r" + i)
                    .build();
            frames(bytes, sent.toByteArray(), random, true);
            expected.add(sent.toBuilder().setSession(SESSION).build());
        }

        sides.feed(sides.client, bytes.toByteArray(), random);

        assertThat(sides.read(sides.container)).isEqualTo(expected);
        assertThat(sides.faults).isEmpty();
    }

    @Property(tries = 150)
    void pid1sMessagesArriveAsTheyAre(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        Sides sides = new Sides();
        List<Command> expected = new ArrayList<>();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < 6; i++) {
            boolean mine = random.nextInt(4) > 0;
            Command sent = Command.newBuilder()
                    .setChannel(i)
                    .setSession(mine ? SESSION : 7)
                    .setRecv(Recv.newBuilder().setBuff(content(random)))
                    .setRef("r" + i)
                    .build();
            frames(bytes, sent.toByteArray(), random, false);
            if (mine) {
                expected.add(sent);
            }
        }

        sides.feed(sides.container, bytes.toByteArray(), random);

        assertThat(sides.read(sides.client)).isEqualTo(expected);
        assertThat(sides.faults).isEmpty();
    }

    private static ByteString content(Random random) {
        byte[] content = new byte[random.nextInt(3) == 0 ? 60_000 + random.nextInt(140_000) : random.nextInt(300)];
        random.nextBytes(content);
        return ByteString.copyFrom(content);
    }

    /** The message in some frames, with pings between them. */
    private static void frames(ByteArrayOutputStream out, byte[] message, Random random, boolean masked) {
        int parts = 1 + random.nextInt(3);
        for (int i = 0, from = 0; i < parts; i++) {
            int to = i == parts - 1 ? message.length : from + random.nextInt(message.length - from + 1);
            int first = (i == 0 ? 2 : 0) | (i == parts - 1 ? 0x80 : 0);
            out.writeBytes(frame(first, java.util.Arrays.copyOfRange(message, from, to), random.nextInt(), masked));
            if (random.nextInt(3) == 0) {
                out.writeBytes(frame(0x89, new byte[random.nextInt(20)], random.nextInt(), masked));
            }
            from = to;
        }
    }

    private static byte[] frame(int first, byte[] payload, int key, boolean masked) {
        ByteBuffer frame = ByteBuffer.allocate(14 + payload.length).put((byte) first);
        int mark = masked ? 0x80 : 0;
        if (payload.length <= 125) {
            frame.put((byte) (mark | payload.length));
        } else if (payload.length <= 0xffff) {
            frame.put((byte) (mark | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (mark | 127)).putLong(payload.length);
        }
        if (masked) {
            frame.putInt(key);
        }
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ (masked ? key >>> (24 - 8 * (i % 4)) : 0)));
        }
        return java.util.Arrays.copyOf(frame.array(), frame.position());
    }

    /** A relay that is ready, and both channels. */
    private static final class Sides implements Relay.Listener {
        final EmbeddedChannel client = new EmbeddedChannel();
        final EmbeddedChannel container = new EmbeddedChannel();
        final List<CloseReason> faults = new ArrayList<>();

        Sides() {
            Loop loop = new Loop(client.eventLoop());
            WaitingClient waiting = new WaitingClient(loop, client, now -> 0, this);
            client.pipeline().addLast(waiting.socket());
            WebSocket socket =
                    new WebSocket(loop, container, false, SessionProtocol.MAX_MESSAGE_BYTES, new NoListener());
            container.pipeline().addLast(socket);
            socket.hold(Hold.NOT_READY);
            Relay relay = new Relay(
                    waiting,
                    socket,
                    new Relay.Session("r1", SESSION, new FrameRates().join("r1")),
                    Duration.ofHours(1),
                    new ConmanMetrics(new SimpleMeterRegistry()),
                    this);
            relay.ready();
            client.runPendingTasks();
        }

        void feed(EmbeddedChannel side, byte[] bytes, Random random) {
            for (int from = 0; from < bytes.length; ) {
                int most = random.nextBoolean() ? 7 : 40_000;
                int size = Math.min(bytes.length - from, 1 + random.nextInt(most));
                side.writeInbound(Unpooled.copiedBuffer(bytes, from, size));
                client.runPendingTasks();
                container.runPendingTasks();
                from += size;
            }
        }

        /** The messages that were written to a side. */
        List<Command> read(EmbeddedChannel side) throws Exception {
            ByteBuf all = Unpooled.buffer();
            for (ByteBuf out = side.readOutbound(); out != null; out = side.readOutbound()) {
                all.writeBytes(out);
                out.release();
            }
            List<Command> messages = new ArrayList<>();
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            while (all.isReadable()) {
                int first = all.readByte();
                int length = all.readByte();
                long size = switch (length & 0x7f) {
                    case 126 -> all.readUnsignedShort();
                    case 127 -> all.readLong();
                    default -> length & 0x7f;
                };
                int key = length < 0 ? all.readInt() : 0;
                byte[] payload = ByteBufUtil.getBytes(all.readSlice((int) size));
                for (int i = 0; i < payload.length; i++) {
                    payload[i] ^= (byte) (key >>> (24 - 8 * (i % 4)));
                }
                if ((first & 0x0f) <= 2) {
                    message.writeBytes(payload);
                    if (first < 0) {
                        messages.add(Command.parseFrom(message.toByteArray()));
                        message.reset();
                    }
                }
            }
            return messages;
        }

        @Override
        public void boot(Command status) {
            // None is sent.
        }

        @Override
        public void clientFault(CloseReason reason) {
            faults.add(reason);
        }

        @Override
        public void clientGone() {
            // The channels are closed with the test.
        }

        @Override
        public void containerFault(CloseReason reason) {
            faults.add(reason);
        }

        @Override
        public void containerGone(String lastWord) {
            // The channels are closed with the test.
        }
    }
}
