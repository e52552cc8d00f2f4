package io.replyard.conman.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.replyard.proto.wire.Command;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one body of a long message decides, no later one undoes, in whatever pieces they come. */
class LongMessageOrderTest {
    private static final Command FORBIDDEN =
            Command.newBuilder().setOutput("forbidden").build();
    private static final Command ALLOWED =
            Command.newBuilder().setInput("allowed").build();

    private final List<ByteBuf> passed = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000})
    void aForbiddenBodyCondemnsAnAllowedOneBehindIt(int piece) throws Exception {
        assertThat(taken(FORBIDDEN.toByteString().concat(ALLOWED.toByteString()), piece))
                .isEqualTo(DropReason.CLIENT_BODY);
        assertThat(passed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000})
    void whatIsDroppedMustBeACommandAllTheSame(int piece) {
        ByteString cutOff = ALLOWED.toByteString().substring(0, 3);

        assertThatThrownBy(() -> taken(FORBIDDEN.toByteString().concat(cutOff), piece))
                .isInstanceOf(MalformedFrameException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000})
    void whatIsDroppedIsInOrderAllTheSame(int piece) {
        ByteString late = Command.newBuilder().setChannel(1).build().toByteString();

        assertThatThrownBy(() -> taken(FORBIDDEN.toByteString().concat(late), piece))
                .isInstanceOf(MalformedFrameException.class);
    }

    private @Nullable DropReason taken(ByteString message, int most) throws MalformedFrameException {
        LongMessage longOne = new LongMessage(
                ClientFrames.longRule(300),
                UnpooledByteBufAllocator.DEFAULT,
                (bytes, first, last) -> passed.add(bytes));
        for (int from = 0; from < message.size() - most; from += most) {
            longOne.take(
                    Unpooled.wrappedBuffer(message.substring(from, from + most).toByteArray()), false);
        }
        int last = (message.size() - 1) / most * most;
        return longOne.take(Unpooled.wrappedBuffer(message.substring(last).toByteArray()), true);
    }
}
