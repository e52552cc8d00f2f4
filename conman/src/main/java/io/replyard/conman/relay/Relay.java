package io.replyard.conman.relay;

import com.google.protobuf.InvalidProtocolBufferException;
import io.replyard.conman.metrics.ConmanMetrics;
import io.replyard.conman.metrics.ConmanMetrics.Direction;
import io.replyard.proto.session.CloseReason;
import io.replyard.proto.wire.Command;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Frames between a client and pid1, for as long as the session lasts; it listens to both itself. pid1's frames go out at once, the
 * client's from {@link #ready} on. Whichever side does not take what it is sent makes the other side wait: per direction there is
 * at most one message under way and what the sockets' own buffers hold. Confined to one event loop.
 */
public final class Relay {
    /** What the two ends do beside talking to each other. */
    public interface Listener {
        /** pid1 said how far the boot is: bootStatus or containerState. The client was sent it already. */
        void boot(Command status);

        /** The client broke the protocol; it should be closed with this. */
        void clientFault(CloseReason reason);

        /** The client's socket is closed. */
        void clientGone();

        /** pid1 does what pid1 never does; the client should be closed with this. */
        void containerFault(CloseReason reason);

        /** pid1's socket is closed or silent; {@code lastWord} is what it said, if anything. */
        void containerGone(String lastWord);
    }

    private static final Logger LOG = Logger.getLogger(Relay.class);

    private final class FromClient implements Peer.Listener {
        @Override
        public void message(Buffer message) {
            if (ready) {
                fromClient(message);
            } else {
                waiting.message(message);
            }
        }

        @Override
        public void violation(CloseReason reason) {
            waiting.violation(reason);
        }

        @Override
        public void writable() {
            client.release(Peer.Hold.ANSWERS_FULL);
            container.release(Peer.Hold.OTHER_SIDE_FULL);
        }

        @Override
        public void gone(String reason) {
            waiting.gone(reason);
        }
    }

    private final class FromContainer implements Peer.Listener {
        @Override
        public void message(Buffer message) {
            fromContainer(message);
        }

        @Override
        public void violation(CloseReason reason) {
            listener.containerFault(CloseReason.upstream("the Repl's container broke the protocol: " + reason.text()));
        }

        @Override
        public void writable() {
            client.release(Peer.Hold.OTHER_SIDE_FULL);
        }

        @Override
        public void gone(String reason) {
            containerGone(reason);
        }
    }

    private final WaitingClient waiting;
    private final Peer client;
    private final Peer container;
    private final int session;
    private final ConmanMetrics metrics;
    private final Listener listener;
    private final Heartbeat heartbeat;
    private boolean ready;
    private boolean gone;

    /**
     * Connects a client with its session at pid1 and begins to read from pid1.
     *
     * @param socket the session's WebSocket, paused since it was opened
     * @param session the number that pid1 gave this session
     * @param ping how often pid1 is pinged
     */
    public Relay(
            WaitingClient waiting,
            WebSocket socket,
            int session,
            Duration ping,
            ConmanMetrics metrics,
            Listener listener) {
        this.waiting = waiting;
        this.client = waiting.peer();
        this.session = session;
        this.metrics = metrics;
        this.listener = listener;
        this.container = Peer.ofContainer(client.vertx(), socket, new FromContainer());
        this.heartbeat = new Heartbeat(container, ping, () -> containerGone("it does not answer"));
        client.listen(new FromClient());
        socket.resume();
    }

    /** pid1 is READY: the client's frames go to it from now on. */
    public void ready() {
        ready = true;
        waiting.ready(this::fromClient);
    }

    /** Ends the session at pid1; the client's socket stays as it is. */
    public void close() {
        heartbeat.stop();
        container.close(CloseReason.goingAway("client left"));
    }

    private void fromClient(Buffer message) {
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

    private void fromContainer(Buffer message) {
        try {
            ContainerFrames.Verdict verdict = ContainerFrames.judge(message, session);
            if (verdict.drop() != null) {
                dropped(verdict.drop());
                return;
            }
            toClient(message);
            if (verdict.boot()) {
                listener.boot(Command.parseFrom(message.getBytes()));
            }
        } catch (MalformedFrameException | InvalidProtocolBufferException e) {
            listener.containerFault(CloseReason.upstream("the Repl's container sent what is no Command"));
        }
    }

    /** It may be silent first and closed then; told once. */
    private void containerGone(String lastWord) {
        heartbeat.stop();
        if (!gone) {
            gone = true;
            listener.containerGone(lastWord);
        }
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
