package io.replyard.pid1.channel;

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

    static Command sleeping(Session to) {
        return to(to, "")
                .setContainerState(ContainerState.newBuilder().setState(ContainerState.State.SLEEP))
                .build();
    }

    static Command.Builder to(Session session, String ref) {
        return Command.newBuilder().setSession(session.id()).setRef(ref);
    }
}
