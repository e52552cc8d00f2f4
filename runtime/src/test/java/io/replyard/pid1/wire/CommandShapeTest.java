package io.replyard.pid1.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.replyard.pid1.RunningPid1;
import io.replyard.pid1.client.WireClient;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.Exec;
import io.replyard.proto.wire.File;
import io.replyard.proto.wire.OpenChannel;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class CommandShapeTest {
    @Test
    void manyFieldsAreRefusedBeforeTheyAreObjects() {
        Command many = Command.newBuilder()
                .setExec(Exec.newBuilder().addAllArgs(Collections.nCopies(CommandShape.MAX_FIELDS, "")))
                .build();

        assertThatThrownBy(() -> CommandShape.check(many.toByteArray()))
                .isInstanceOf(ProtocolViolation.class)
                .hasMessageContaining("more than 20000 fields");
    }

    @Test
    void largeTextsAndFilesPassWhateverTheyLookLike() {
        // Read as fields it would be eight million of them.
        byte[] likeFields = new byte[16_000_000];
        for (int i = 0; i < likeFields.length; i += 2) {
            likeFields[i] = 8;
        }
        Command write = Command.newBuilder()
                .setWrite(File.newBuilder().setPath("a").setContent(ByteString.copyFrom(likeFields)))
                .build();
        Command input = Command.newBuilder().setInput("\b\0".repeat(8_000_000)).build();

        assertThatCode(() -> CommandShape.check(write.toByteArray())).doesNotThrowAnyException();
        assertThatCode(() -> CommandShape.check(input.toByteArray())).doesNotThrowAnyException();
    }

    @Test
    void fieldsOfLaterProtocolsAreNotLookedInto() throws Exception {
        Command later = Command.newBuilder()
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                936,
                                UnknownFieldSet.Field.newBuilder()
                                        .addLengthDelimited(ByteString.copyFromUtf8("r1"))
                                        .build())
                        .build())
                .build();

        assertThat(Command.parseFrom(later.toByteArray())).isEqualTo(later);
        assertThatCode(() -> CommandShape.check(later.toByteArray())).doesNotThrowAnyException();
    }

    @Test
    void whoSendsMillionsOfFieldsIsClosedWithAReasonAndNobodyElseNotices() throws Exception {
        try (WireClient other = RunningPid1.connect();
                WireClient hostile = RunningPid1.connect()) {
            int channel = hostile.open("exec");
            hostile.send(
                    channel,
                    Command.newBuilder().setExec(Exec.newBuilder().addAllArgs(Collections.nCopies(8_000_000, ""))));
            WireClient.Frame close = hostile.expectClose();
            assertThat(close.closeCode()).isEqualTo(1009);
            assertThat(close.closeReason()).contains("fields");

            assertThat(other.open("exec")).isPositive();
        }
    }

    @Test
    void aNameOfMegabytesOpensNothing() throws Exception {
        try (WireClient client = RunningPid1.connect()) {
            client.send(Command.newBuilder()
                    .setOpenChan(OpenChannel.newBuilder().setService("exec").setName("n".repeat(9 << 20))));
            assertThat(client.expect(Command::hasOpenChanRes).getOpenChanRes().getError())
                    .contains("at most 1024 characters");
        }
    }
}
