package io.replyard.pid1.lifecycle;

import io.replyard.pid1.channel.Greeting;
import io.replyard.pid1.channel.Outbox;
import io.replyard.pid1.channel.Session;
import io.replyard.proto.wire.BootStatus;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.ContainerState;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a session is told of the boot. The file stage is over before it begins: there is nothing to load. */
public final class Boot implements Greeting {
    private final CountDownLatch firstSession = new CountDownLatch(1);

    @Override
    public void greet(Session session, Outbox outbox) {
        outbox.put(stage(session, BootStatus.Stage.LOAD_BLOCK));
        outbox.put(stage(session, BootStatus.Stage.COMPLETE));
        outbox.put(Command.newBuilder()
                .setSession(session.id())
                .setContainerState(ContainerState.newBuilder().setState(ContainerState.State.READY))
                .build());
        firstSession.countDown();
    }

    private static Command stage(Session session, BootStatus.Stage stage) {
        return Command.newBuilder()
                .setSession(session.id())
                .setBootStatus(
                        BootStatus.newBuilder().setStage(stage).setProgress(1).setTotal(1))
                .build();
    }

    /** Waits until the first session has been greeted, or that long. */
    public void awaitFirstSession(Duration patience) throws InterruptedException {
        firstSession.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
}
