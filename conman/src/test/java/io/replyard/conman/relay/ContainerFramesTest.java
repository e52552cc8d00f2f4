package io.replyard.conman.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.replyard.proto.wire.BootStatus;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.ContainerState;
import io.replyard.proto.wire.FileAuthReq;
import io.replyard.proto.wire.Redirect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerFramesTest {
    private static final int SESSION = 5;

    @ParameterizedTest
    @CsvSource({"0,true", "5,true", "-4,true", "1,false", "4,false", "-5,false", "-2147483648,true"})
    void theSelectorDecidesWhetherAFrameIsForThisSession(int selector, boolean passes) throws Exception {
        Command output = Command.newBuilder()
                .setChannel(3)
                .setSession(selector)
                .setOutput("x")
                .build();

        assertThat(judge(output).drop()).isEqualTo(passes ? null : DropReason.CONTAINER_ADDRESS);
    }

    @Test
    void internalBodiesAndRedirectsStayHere() throws Exception {
        Command internal = Command.newBuilder()
                .setFileAuthReq(FileAuthReq.getDefaultInstance())
                .build();
        Command redirect = Command.newBuilder()
                .setRedirect(Redirect.newBuilder().setUrl("ws://elsewhere"))
                .build();

        assertThat(judge(internal).drop()).isEqualTo(DropReason.CONTAINER_BODY);
        assertThat(judge(redirect).drop()).isEqualTo(DropReason.CONTAINER_BODY);
        assertThat(judge(Command.getDefaultInstance()).drop()).isEqualTo(DropReason.CONTAINER_EMPTY);
    }

    @Test
    void bootSignsAreThoseOfChannelZero() throws Exception {
        Command ready = Command.newBuilder()
                .setContainerState(ContainerState.newBuilder().setState(ContainerState.State.READY))
                .build();
        Command status = Command.newBuilder()
                .setBootStatus(BootStatus.newBuilder().setStage(BootStatus.Stage.LOAD_BLOCK))
                .build();

        assertThat(judge(ready).boot()).isTrue();
        assertThat(judge(status).boot()).isTrue();
        assertThat(judge(ready.toBuilder().setChannel(1).build()).boot()).isFalse();
    }

    private static ContainerFrames.Verdict judge(Command command) throws MalformedFrameException {
        return ContainerFrames.judge(Unpooled.wrappedBuffer(command.toByteArray()), SESSION);
    }
}
