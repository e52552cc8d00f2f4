package io.replyard.conman.gateway;

import io.netty.channel.Channel;
import io.replyard.conman.Loop;
import io.replyard.conman.relay.FrameRates;
import io.replyard.conman.session.ClientSession;
import io.replyard.conman.session.SessionTimes;
import io.replyard.conman.wake.WakeServices;
import io.replyard.conman.websocket.NoListener;
import io.replyard.conman.websocket.WebSocket;
import io.replyard.proto.session.CloseReason;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Gives every WebSocket of the public port a session, or a reason why not. */
final class Gateway {
    /** Why a WebSocket gets no session; a metric's label. */
    private enum Refusal {
        WRONG_PATH,
        DRAINING,
        STARTING
    }

    private static final Logger LOG = Logger.getLogger(Gateway.class);
    private static final int NOTHING_TO_READ = 0;

    private final WakeServices services;
    private final SessionTimes times;
    private final OpenSessions sessions;
    private final FrameRates rates = new FrameRates();

    Gateway(WakeServices services, SessionTimes times, OpenSessions sessions) {
        this.services = services;
        this.times = times;
        this.sessions = sessions;
    }

    /**
     * Takes over a channel whose client was answered with 101; on its event loop.
     *
     * @param install puts the WebSocket into the channel's pipeline, before anything is written
     */
    void open(Loop loop, Channel channel, TokenPath path, Consumer<WebSocket> install) {
        switch (path) {
            case TokenPath.Wrong(String why) ->
                refuse(loop, channel, install, Refusal.WRONG_PATH, CloseReason.policy(why));
            case TokenPath.Token(String raw) -> {
                if (sessions.draining()) {
                    refuse(loop, channel, install, Refusal.DRAINING, OpenSessions.GOING);
                } else if (!services.repls().synced()) {
                    CloseReason reason = CloseReason.tryAgain("conman is starting; try again shortly");
                    refuse(loop, channel, install, Refusal.STARTING, reason);
                } else {
                    ClientSession session = new ClientSession(services, times, rates, loop, channel, sessions::remove);
                    install.accept(session.socket());
                    sessions.add(session);
                    session.start(raw);
                }
            }
        }
    }

    private void refuse(Loop loop, Channel channel, Consumer<WebSocket> install, Refusal refusal, CloseReason reason) {
        WebSocket socket = new WebSocket(loop, channel, true, NOTHING_TO_READ, new NoListener());
        install.accept(socket);
        socket.close(reason);
        services.metrics().refused(refusal);
        services.metrics().closed(reason.code());
        LOG.infof("connection closed %d %s", reason.code(), reason.text());
    }
}
