package io.replyard.conman.relay;

import com.google.protobuf.InvalidProtocolBufferException;
import io.replyard.conman.metrics.ConmanMetrics;
import io.replyard.conman.metrics.ConmanMetrics.Direction;
import io.replyard.proto.session.CloseReason;
import io.replyard.proto.wire.Command;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Frames between a client and pid1. Whichever side does not take what it is sent makes the other side wait: per direction
 * there is at most one message under way and what the sockets' own buffers hold. Confined to one event loop.
 */
public final class Relay {
    private static final Logger LOG = Logger.getLogger(Relay.class);

    private final Peer client;
    private final Peer container;
    private final int session;
    private final ConmanMetrics metrics;
    private final Consumer<Command> bootSigns;
    private final Consumer<CloseReason> brokenContainer;

    /**
     * Connects two peers; feed it with what they report.
     *
     * @param session the number that pid1 gave this session
     * @param bootSigns called with every bootStatus and containerState of pid1, after the client was sent it
     * @param brokenContainer called when pid1 sends what is no Command
     */
    public Relay(
            Peer client,
            Peer container,
            int session,
            ConmanMetrics metrics,
            Consumer<Command> bootSigns,
            Consumer<CloseReason> brokenContainer) {
        this.client = client;
        this.container = container;
        this.session = session;
        this.metrics = metrics;
        this.bootSigns = bootSigns;
        this.brokenContainer = brokenContainer;
    }

    /** A message of the client. */
    public void fromClient(Buffer message) {
        try {
            switch (ClientFrames.judge(message, session)) {
                case ClientFrames.Verdict.Forward(Buffer frame) -> toContainer(frame);
                case ClientFrames.Verdict.Answer(Buffer frame) -> answer(frame);
                case ClientFrames.Verdict.Drop(DropReason reason) -> dropped(reason);
            }
        } catch (MalformedFrameException e) {
            client.close(CloseReason.malformed(String.valueOf(e.getMessage())));
        }
    }

    /** A message of pid1. */
    public void fromContainer(Buffer message) {
        try {
            ContainerFrames.Verdict verdict = ContainerFrames.judge(message, session);
            if (verdict.drop() != null) {
                dropped(verdict.drop());
                return;
            }
            toClient(message);
            if (verdict.boot()) {
                bootSigns.accept(Command.parseFrom(message.getByteBuf().nioBuffer()));
            }
        } catch (MalformedFrameException | InvalidProtocolBufferException e) {
            brokenContainer.accept(CloseReason.upstream("the Repl's container sent what is no Command"));
        }
    }

    /** The client takes more again. */
    public void clientWritable() {
        client.release(Peer.Hold.ANSWERS_FULL);
        container.release(Peer.Hold.OTHER_SIDE_FULL);
    }

    /** pid1 takes more again. */
    public void containerWritable() {
        client.release(Peer.Hold.OTHER_SIDE_FULL);
    }

    private void toContainer(Buffer frame) {
        container.send(frame);
        metrics.relayed(Direction.TO_CONTAINER, frame.length());
        if (container.full()) {
            client.hold(Peer.Hold.OTHER_SIDE_FULL);
        }
    }

    private void toClient(Buffer frame) {
        client.send(frame);
        metrics.relayed(Direction.TO_CLIENT, frame.length());
        if (client.full()) {
            container.hold(Peer.Hold.OTHER_SIDE_FULL);
        }
    }

    /** A client that does not read its output may still interrupt the program; only one that piles up answers has to wait. */
    private void answer(Buffer frame) {
        client.send(frame);
        if (client.full()) {
            client.hold(Peer.Hold.ANSWERS_FULL);
        }
    }

    private void dropped(DropReason reason) {
        metrics.dropped(reason);
        LOG.debugf("dropped a frame of session %d: %s", session, reason);
    }
}
