package io.replyard.conman.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnknownFieldSet;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.replyard.conman.relay.ClientFrames.Verdict;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.File;
import io.replyard.proto.wire.IncRef;
import io.replyard.proto.wire.Ping;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ClientFramesTest {
    private static final int SESSION = 300;

    @Test
    void aFrameIsStampedAndOtherwiseUntouched() throws Exception {
        Command sent = Command.newBuilder()
                .setChannel(7)
                .setSession(1)
                .setInput("ls\n")
                .setRef("r1")
                .build();

        Command received = forwarded(buffer(sent));

        assertThat(received).isEqualTo(sent.toBuilder().setSession(SESSION).build());
    }

    @Test
    void laterTraceFieldsAreLeftOut() throws Exception {
        Command sent = Command.newBuilder()
                .setChannel(1)
                .setInput("x")
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                1001,
                                UnknownFieldSet.Field.newBuilder()
                                        .addLengthDelimited(ByteString.copyFromUtf8("trace"))
                                        .build())
                        .addField(
                                1002,
                                UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                        .build())
                .build();

        assertThat(forwarded(buffer(sent)))
                .isEqualTo(Command.newBuilder()
                        .setChannel(1)
                        .setSession(SESSION)
                        .setInput("x")
                        .build());
    }

    @Test
    void inputCloseOfLaterClientsPasses() throws Exception {
        byte[] frame = bytes(out -> {
            out.writeInt32(1, 3);
            out.writeByteArray(49, new byte[0]);
        });

        assertThat(ClientFrames.judge(Unpooled.wrappedBuffer(frame), SESSION)).isInstanceOf(Verdict.Forward.class);
    }

    @Test
    void pingOnChannelZeroIsAnsweredWithItsRef() throws Exception {
        Command ping = Command.newBuilder()
                .setPing(Ping.getDefaultInstance())
                .setRef("größer")
                .build();

        Verdict verdict = ClientFrames.judge(buffer(ping), SESSION);

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Answer.class, answer -> {
            Command pong = parse(answer.frame());
            assertThat(pong.getBodyCase()).isEqualTo(Command.BodyCase.PONG);
            assertThat(pong.getRef()).isEqualTo("größer");
            assertThat(pong.getChannel()).isZero();
        });
    }

    @Test
    void keepAlivesEndHere() throws Exception {
        Command incRef =
                Command.newBuilder().setIncRef(IncRef.getDefaultInstance()).build();

        assertThat(ClientFrames.judge(buffer(incRef), SESSION))
                .isEqualTo(new Verdict.Drop(DropReason.CLIENT_KEEP_ALIVE));
    }

    @Test
    void pingsElsewhereAndFramesWithoutBodyAreDropped() throws Exception {
        Command elsewhere = Command.newBuilder()
                .setChannel(4)
                .setPing(Ping.getDefaultInstance())
                .build();
        Command empty = Command.newBuilder().setChannel(4).setRef("a").build();

        assertThat(ClientFrames.judge(buffer(elsewhere), SESSION)).isEqualTo(new Verdict.Drop(DropReason.CLIENT_BODY));
        assertThat(ClientFrames.judge(buffer(empty), SESSION)).isEqualTo(new Verdict.Drop(DropReason.CLIENT_EMPTY));
    }

    @Test
    void aForbiddenBodyBesideAnAllowedOneCondemnsTheFrame() throws Exception {
        byte[] allowed = Command.newBuilder().setInput("x").build().toByteArray();
        byte[] forbidden = Command.newBuilder()
                .setFileAuthReq(io.replyard.proto.wire.FileAuthReq.newBuilder()
                        .setFile(File.newBuilder().setPath("a")))
                .build()
                .toByteArray();

        assertThat(ClientFrames.judge(Unpooled.wrappedBuffer(allowed, forbidden), SESSION))
                .isEqualTo(new Verdict.Drop(DropReason.CLIENT_BODY));
        assertThat(ClientFrames.judge(Unpooled.wrappedBuffer(forbidden, allowed), SESSION))
                .isEqualTo(new Verdict.Drop(DropReason.CLIENT_BODY));
    }

    @Test
    void whatIsNoCommandIsMalformed() {
        List<byte[]> broken = List.of(
                // A length that leads beyond the end.
                new byte[] {(byte) (22 << 3 | 2), 1, 50, 65},
                // A group.
                new byte[] {(byte) (5 << 3 | 3), (byte) (5 << 3 | 4)},
                // A session that is text.
                new byte[] {2 << 3 | 2, 1, 65},
                // Field number 0.
                new byte[] {0, 0},
                bytes(out -> {
                    for (int i = 0; i < 65; i++) {
                        out.writeInt32(1, i);
                    }
                }));

        assertThat(broken)
                .allSatisfy(
                        frame -> assertThatThrownBy(() -> ClientFrames.judge(Unpooled.wrappedBuffer(frame), SESSION))
                                .isInstanceOf(MalformedFrameException.class));
    }

    @Property(tries = 2000)
    void norDoTheyWhenTheyComeInPieces(@ForAll("frames") byte[] frame, @ForAll long seed) {
        Random random = new Random(seed);
        ByteBuf out = Unpooled.buffer();
        LongMessage message = new LongMessage(
                ClientFrames.longRule(SESSION), UnpooledByteBufAllocator.DEFAULT, (piece, first, last) -> {
                    out.writeBytes(piece);
                    piece.release();
                });
        boolean passed = false;
        try {
            ByteBuf in = Unpooled.wrappedBuffer(frame);
            do {
                ByteBuf piece = in.readSlice(Math.min(in.readableBytes(), 1 + random.nextInt(5)));
                passed = message.take(piece, !in.isReadable()) == null && !in.isReadable();
            } while (in.isReadable());
        } catch (MalformedFrameException e) {
            message.abandon();
            return;
        }
        if (passed) {
            Command seen = parse(out);
            assertThat(seen.getSession()).isEqualTo(SESSION);
            assertThat(seen.getBodyCase().getNumber())
                    .satisfies(number ->
                            assertThat(number == 0 || Bodies.fromClient(number)).isTrue());
        }
    }

    @Property(tries = 2000)
    void noBytesMakePid1SeeAnotherSessionOrAForbiddenBody(@ForAll("frames") byte[] frame) {
        try {
            if (ClientFrames.judge(Unpooled.wrappedBuffer(frame), SESSION) instanceof Verdict.Forward(ByteBuf out)) {
                Command seen = parse(out);
                assertThat(seen.getSession()).isEqualTo(SESSION);
                assertThat(seen.getBodyCase().getNumber())
                        .satisfies(number -> assertThat(number == 0 || Bodies.fromClient(number))
                                .as("body %d", number)
                                .isTrue());
                assertThat(seen.getUnknownFields().asMap().keySet()).isSubsetOf(49);
            }
        } catch (MalformedFrameException e) {
            assertThat(e).hasMessageNotContainingAny("null");
        }
    }

    /** Concatenations of well-formed and broken fields with any number, overlong tags included. */
    @Provide
    Arbitrary<byte[]> frames() {
        Arbitrary<Integer> numbers = Arbitraries.oneOf(
                Arbitraries.of(1, 2, 2, 2, 3, 22, 32, 49, 200, 120, 13, 230, 340, 1000, 1001),
                Arbitraries.integers().between(0, 1100));
        Arbitrary<byte[]> field = Combinators.combine(
                        numbers,
                        Arbitraries.integers().between(0, 7),
                        Arbitraries.integers(),
                        Arbitraries.integers().between(0, 4))
                .as(ClientFramesTest::field);
        Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(6);
        return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(12, field), net.jqwik.api.Tuple.of(1, noise))
                .list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(ClientFramesTest::joined);
    }

    private static byte[] field(int number, int typeChoice, int value, int overlong) {
        // Mostly the types that Commands use.
        int type = typeChoice > 5 ? 2 : List.of(0, 2, 2, 0, 5, 1).get(typeChoice);
        return bytes(out -> {
            writeTag(out, number << 3 | type, overlong);
            switch (type) {
                case 0 -> out.writeInt32NoTag(value);
                case 1 -> out.writeFixed64NoTag(value);
                case 2 -> out.writeByteArrayNoTag(new byte[Math.floorMod(value, 5)]);
                default -> out.writeFixed32NoTag(value);
            }
        });
    }

    /** A varint may carry needless continuation bytes, and bits that a 32-bit reader throws away. */
    private static void writeTag(CodedOutputStream out, int tag, int overlong) throws IOException {
        if (overlong == 0) {
            out.writeUInt32NoTag(tag);
        } else {
            out.writeUInt64NoTag(tag | (long) overlong << 35);
        }
    }

    private static byte[] joined(List<byte[]> parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.forEach(all::writeBytes);
        return all.toByteArray();
    }

    private interface Writing {
        void to(CodedOutputStream out) throws IOException;
    }

    private static byte[] bytes(Writing writing) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            writing.to(out);
            out.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ByteBuf buffer(Command command) {
        return Unpooled.wrappedBuffer(command.toByteArray());
    }

    private static Command forwarded(ByteBuf frame) throws MalformedFrameException {
        assertThat(ClientFrames.judge(frame, SESSION)).isInstanceOf(Verdict.Forward.class);
        return parse(((Verdict.Forward) ClientFrames.judge(frame, SESSION)).frame());
    }

    private static Command parse(ByteBuf frame) {
        try {
            return Command.parseFrom(ByteBufUtil.getBytes(frame));
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            // Nested messages are pid1's to check; the top level must be sound.
            return Command.newBuilder().setSession(SESSION).build();
        }
    }
}
