package io.replyard.conman.session;

import io.netty.buffer.Unpooled;
import io.replyard.conman.Loop;
import io.replyard.conman.websocket.WebSocket;
import io.replyard.proto.wire.BootStatus;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.ContainerState;

/**
 * Tells a client how far its boot is, repeats the last word so that it does not give up, and knows when it has taken too
 * long. Confined to one event loop.
 */
final class BootProgress {
    private final WebSocket client;
    private final Loop.Timer repetition;
    private final Loop.Timer deadline;
    private String waitsFor = "the Kubernetes API";
    private BootStatus last = BootStatus.getDefaultInstance();
    private boolean begun;

    /** Starts; {@code tooLate} is told once the deadline has passed. */
    BootProgress(WebSocket client, SessionTimes times, Runnable tooLate) {
        this.client = client;
        this.repetition = client.loop().every(times.progress(), this::repeat);
        this.deadline = client.loop().after(times.deadline(), tooLate);
    }

    /** What the boot waits for now, as it completes "it waits for". */
    void waitsFor(String what) {
        waitsFor = what;
    }

    String waitsFor() {
        return waitsFor;
    }

    /** The boot has reached a stage of conman's own. */
    void reached(BootStatus.Stage stage) {
        relayed(BootStatus.newBuilder().setStage(stage).build());
        repeat();
    }

    /** The client was told this by pid1. */
    void relayed(BootStatus status) {
        last = status;
        begun = true;
    }

    void stop() {
        repetition.cancel();
        deadline.cancel();
    }

    /** The client's container is about to go. */
    void sleep() {
        send(Command.newBuilder()
                .setContainerState(ContainerState.newBuilder().setState(ContainerState.State.SLEEP))
                .build());
    }

    private void repeat() {
        // A client that reads nothing need not be told again.
        if (begun && !client.full()) {
            send(Command.newBuilder().setBootStatus(last).build());
        }
    }

    private void send(Command command) {
        client.write(Unpooled.wrappedBuffer(command.toByteArray()));
        client.flush();
    }
}
