package io.replyard.conman.boot;

import io.replyard.conman.boot.ContainerDoor.Opened;
import io.replyard.conman.relay.Heartbeat;
import io.replyard.conman.relay.Peer;
import io.replyard.conman.relay.Relay;
import io.replyard.conman.repl.PodView;
import io.replyard.crds.Repl;
import io.replyard.proto.session.CloseReason;
import io.replyard.proto.wire.Command;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The open session of a client in one pod: pid1's socket, the relay over it, and its heartbeat. Confined to one event loop. */
final class ContainerLink implements Peer.Listener {
    /** What a link reports. */
    interface Events {
        /** pid1 told the client how far the boot is. */
        void bootSign(Command sign);

        /** pid1 does what pid1 never does. */
        void broken(CloseReason reason);

        /** pid1 is gone. */
        void lost();
    }

    private final String podUid;
    private final int session;
    private final Instant openedAt;
    private final Events events;
    private final Peer peer;
    private final Relay relay;
    private final Heartbeat heartbeat;
    private boolean lost;
    private String lastWord = "";

    ContainerLink(Services services, Step.Dial pod, Opened opened, Peer client, Events events) {
        this.podUid = pod.podUid();
        this.session = opened.session();
        this.openedAt = services.clock().instant();
        this.events = events;
        this.peer = Peer.ofContainer(services.vertx(), opened.socket(), this);
        this.relay = new Relay(client, peer, session, services.metrics(), events::bootSign, events::broken);
        this.heartbeat = new Heartbeat(
                services.vertx(), peer, services.times().containerPing(), () -> gone("it does not answer"));
        opened.socket().resume();
    }

    int session() {
        return session;
    }

    String podUid() {
        return podUid;
    }

    /** Why the container is lost, if it is and the cluster says so. */
    Optional<String> loss(Repl repl, @Nullable PodView pod) {
        boolean there = pod != null && pod.uid().equals(podUid) && pod.end() == null;
        return there && !lost ? Optional.empty() : Loss.cause(repl, pod, podUid, openedAt);
    }

    /** {@code cause}, and what pid1 itself had to say. */
    String withLastWord(String cause) {
        return lastWord.isEmpty() ? cause : cause + " (" + lastWord + ")";
    }

    void fromClient(Buffer message) {
        relay.fromClient(message);
    }

    void clientWritable() {
        relay.clientWritable();
    }

    void close() {
        heartbeat.stop();
        peer.close(CloseReason.goingAway("client left"));
    }

    @Override
    public void message(Buffer message) {
        relay.fromContainer(message);
    }

    @Override
    public void violation(CloseReason reason) {
        events.broken(CloseReason.upstream("the Repl's container broke the protocol: " + reason.text()));
    }

    @Override
    public void writable() {
        relay.containerWritable();
    }

    @Override
    public void gone(String reason) {
        heartbeat.stop();
        if (!lost) {
            lost = true;
            lastWord = reason;
            events.lost();
        }
    }
}
