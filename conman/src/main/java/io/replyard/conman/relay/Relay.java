package io.replyard.conman.relay;

import io.netty.buffer.ByteBuf;
import io.replyard.conman.ReplLog;
import io.replyard.conman.metrics.ConmanMetrics;
import io.replyard.conman.metrics.ConmanMetrics.Direction;
import io.replyard.conman.websocket.Hold;
import io.replyard.conman.websocket.WebSocket;
import io.replyard.proto.session.CloseReason;
import io.replyard.proto.wire.Command;
import java.time.Duration;

/**
 * Frames between a client and pid1, for as long as the session lasts; it listens to both itself. pid1's frames go out at once, the
 * client's from {@link #ready} on. Whichever side does not take what it is sent makes the other side wait: per direction there is
 * at most one short message or one read under way, and what may wait to be written. Confined to one event loop.
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

    /**
     * Which session this is.
     *
     * @param replId {@code spec.id} of its Repl
     * @param number the number that pid1 gave it
     * @param rates how fast its frames may come
     */
    public record Session(String replId, int number, FrameRates.Session rates) {}

    private static final ReplLog LOG = new ReplLog(Relay.class);

    private final WaitingClient waiting;
    private final WebSocket client;
    private final WebSocket container;
    private final Session session;
    private final ConmanMetrics metrics;
    private final Listener listener;
    private final Heartbeat heartbeat;
    private final ClientMessages fromClient;
    private final ContainerMessages fromContainer;
    private boolean gone;

    /**
     * Connects a client with its session at pid1 and begins to read from pid1.
     *
     * @param container the session's WebSocket, {@linkplain Hold#NOT_READY held} since it was opened
     * @param ping how often pid1 is pinged
     */
    public Relay(
            WaitingClient waiting,
            WebSocket container,
            Session session,
            Duration ping,
            ConmanMetrics metrics,
            Listener listener) {
        this.waiting = waiting;
        this.client = waiting.socket();
        this.container = container;
        this.session = session;
        this.metrics = metrics;
        this.listener = listener;
        this.heartbeat = new Heartbeat(container, ping, () -> containerGone("it does not answer"));
        this.fromClient = new ClientMessages(session.number(), new ToContainer(), listener::clientFault);
        this.fromContainer = new ContainerMessages(session.number(), new ToClient(), listener::containerFault);
        client.pace(session.rates().client());
        client.listen(new ClientEvents());
        container.pace(session.rates().container());
        container.listen(new ContainerEvents());
        container.release(Hold.NOT_READY);
    }

    /** pid1 is READY: the client's frames go to it from now on. */
    public void ready() {
        waiting.ready(fromClient);
        container.flush();
    }

    /** How much memory is kept for pid1, as {@link WebSocket#held}. */
    public long held() {
        return container.held();
    }

    /** Ends the session at pid1; the client's socket stays as it is. */
    public void close() {
        heartbeat.stop();
        session.rates().close();
        container.close(CloseReason.goingAway("client left"));
    }

    /** It may be silent first and closed then; told once. */
    private void containerGone(String lastWord) {
        heartbeat.stop();
        if (!gone) {
            gone = true;
            listener.containerGone(lastWord);
        }
    }

    private void takeAnswers() {
        if (!client.crowded()) {
            client.release(Hold.ANSWERS_FULL);
        }
    }

    private void noteDropped(DropReason reason) {
        metrics.dropped(reason);
        LOG.debug(session.replId(), session.number(), "dropped a frame: " + reason);
    }

    private static void write(WebSocket socket, ByteBuf piece, boolean first, boolean last) {
        if (first && last) {
            socket.write(piece);
        } else {
            socket.writePiece(piece, first, last);
        }
    }

    private final class ToContainer implements ClientMessages.Outcome {
        @Override
        public void relay(ByteBuf piece, boolean first, boolean last) {
            metrics.relayed(Direction.TO_CONTAINER, piece.readableBytes(), last);
            write(container, piece, first, last);
            if (container.full()) {
                client.hold(Hold.OTHER_SIDE_FULL);
            }
        }

        /** A client that does not read its output may still interrupt the program; only one that piles up answers has to wait. */
        @Override
        public void answer(ByteBuf message) {
            client.write(message);
            if (client.crowded()) {
                client.hold(Hold.ANSWERS_FULL);
            }
        }

        @Override
        public void dropped(DropReason reason) {
            noteDropped(reason);
        }
    }

    private final class ToClient implements ContainerMessages.Outcome {
        @Override
        public void relay(ByteBuf piece, boolean first, boolean last) {
            metrics.relayed(Direction.TO_CLIENT, piece.readableBytes(), last);
            write(client, piece, first, last);
            if (client.full()) {
                container.hold(Hold.OTHER_SIDE_FULL);
            }
            // Answers wait for the end of a long message, too.
            takeAnswers();
        }

        @Override
        public void boot(Command status) {
            listener.boot(status);
        }

        @Override
        public void dropped(DropReason reason) {
            noteDropped(reason);
        }
    }

    private final class ClientEvents implements WebSocket.Listener {
        @Override
        public void begins(long declared) {
            waiting.begins(declared);
        }

        @Override
        public void part(ByteBuf bytes, boolean last) {
            waiting.part(bytes, last);
        }

        @Override
        public void pause() {
            container.flush();
        }

        @Override
        public void violation(CloseReason reason) {
            waiting.violation(reason);
        }

        @Override
        public void writable() {
            takeAnswers();
            container.release(Hold.OTHER_SIDE_FULL);
        }

        @Override
        public void gone(String reason) {
            fromClient.abandon();
            waiting.gone(reason);
        }
    }

    private final class ContainerEvents implements WebSocket.Listener {
        private final Messages messages = new Messages(container.alloc(), fromContainer);

        @Override
        public void begins(long declared) {
            messages.begins(declared);
        }

        @Override
        public void part(ByteBuf bytes, boolean last) {
            messages.part(bytes, last);
        }

        @Override
        public void pause() {
            client.flush();
        }

        @Override
        public void violation(CloseReason reason) {
            listener.containerFault(CloseReason.upstream("the Repl's container broke the protocol: " + reason.text()));
        }

        @Override
        public void writable() {
            client.release(Hold.OTHER_SIDE_FULL);
        }

        @Override
        public void gone(String reason) {
            messages.release();
            fromContainer.abandon();
            containerGone(reason);
        }
    }
}
