package io.replyard.pid1.channel;

import io.replyard.proto.wire.BootStatus;
import io.replyard.proto.wire.CloseChannelRes;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.ContainerState;
import io.replyard.proto.wire.OpenChannelRes;

/** The frames of channel 0. */
final class Frames {
    private Frames() {}

    static Command opened(Session to, int channel, OpenChannelRes.State how, String ref) {
        return to(to, ref)
                .setOpenChanRes(OpenChannelRes.newBuilder().setId(channel).setState(how))
                .build();
    }

    static Command notOpened(Session to, String reason, String ref) {
        return to(to, ref)
                .setOpenChanRes(OpenChannelRes.newBuilder()
                        .setState(OpenChannelRes.State.ERROR)
                        .setError(reason))
                .build();
    }

    static Command closed(Session to, int channel, CloseChannelRes.Status status, String ref) {
        return to(to, ref)
                .setCloseChanRes(CloseChannelRes.newBuilder().setId(channel).setStatus(status))
                .build();
    }

    static Command booting(Session to, BootStatus.Stage stage) {
        return to(to, "")
                .setBootStatus(
                        BootStatus.newBuilder().setStage(stage).setProgress(1).setTotal(1))
                .build();
    }

    static Command container(Session to, ContainerState.State state) {
        return to(to, "")
                .setContainerState(ContainerState.newBuilder().setState(state))
                .build();
    }

    static Command.Builder to(Session session, String ref) {
        return Command.newBuilder().setSession(session.id()).setRef(ref);
    }
}
