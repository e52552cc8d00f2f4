package io.replyard.pid1.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import io.replyard.pid1.channel.Connection;
import io.replyard.pid1.channel.Hub;
import io.replyard.pid1.channel.Outbox;
import io.replyard.pid1.channel.Session;
import io.replyard.pid1.wire.FrameReader.Incoming;
import io.replyard.proto.session.CloseCode;
import io.replyard.proto.session.CloseReason;
import io.replyard.proto.session.PodProof;
import io.replyard.proto.session.SessionClaims;
import io.replyard.proto.session.SessionProtocol;
import io.replyard.proto.token.SessionTokenVerifier;
import io.replyard.proto.token.TokenRefusedException;
import io.replyard.proto.wire.Command;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One TCP connection from its first byte to its last. */
final class SessionSocket {
    private static final Logger LOG = System.getLogger(SessionSocket.class.getName());
    private static final Duration HEAD_PATIENCE = Duration.ofSeconds(5);

    /** conman pings every 10 s; who says nothing for this long is gone. */
    private static final Duration SILENCE = Duration.ofSeconds(45);

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private final Socket socket;
    private final SessionTokenVerifier verifier;
    private final BooleanSupplier stopping;
    private final Hub hub;
    private final MessageMemory memory;
    private final Deadlines deadlines;
    private final SocketOutbox outbox;

    SessionSocket(
            Socket socket,
            SessionTokenVerifier verifier,
            BooleanSupplier stopping,
            Hub hub,
            MessageMemory memory,
            Unsent unsent,
            Deadlines deadlines,
            HeapTrim heapTrim) {
        this.socket = socket;
        this.deadlines = deadlines;
        this.verifier = verifier;
        this.stopping = stopping;
        this.hub = hub;
        this.memory = memory;
        this.outbox = new SocketOutbox(Outbox.PATIENCE, heapTrim, unsent, this::tooSlow, this::readsTooSlowly);
    }

    /**
     * Serves the connection until it ends.
     *
     * @param admitted runs when it has become a session, before that is told
     */
    void run(Runnable admitted) {
        try (socket) {
            socket.setTcpNoDelay(true);
            PeerInput input = new PeerInput(socket, deadlines);
            try {
                Session session = shakeHands(input, admitted);
                if (session != null) {
                    serve(input, session);
                }
            } finally {
                input.end();
            }
        } catch (IOException broken) {
            LOG.log(Level.DEBUG, () -> "a connection broke before it was a session: " + broken.getMessage());
        }
    }

    private @Nullable Session shakeHands(PeerInput input, Runnable admitted) throws IOException {
        Upgrade upgrade;
        try {
            upgrade = Upgrade.decide(input.readHead(HEAD_PATIENCE));
        } catch (HeadTooLongException tooLong) {
            upgrade = new Upgrade.Refused("431 Request Header Fields Too Large", String.valueOf(tooLong.getMessage()));
        }
        if (stopping.getAsBoolean()) {
            upgrade = new Upgrade.Refused("503 Service Unavailable", "it is stopping; try again");
        } else if (upgrade instanceof Upgrade.Wanted wanted) {
            try {
                SessionClaims claims = verifier.verify(wanted.token());
                if (!hub.isFull()) {
                    Session session = hub.admit(claims.getUserId(), claims.getUserName(), claims.getFlagsList());
                    admitted.run();
                    write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: " + wanted.acceptKey() + "\r\n" + SessionProtocol.SESSION_HEADER
                            + ": " + session.id() + proof(wanted.challenge()) + "\r\n\r\n");
                    return session;
                }
                upgrade = new Upgrade.Refused(
                        "503 Service Unavailable",
                        "it has " + Hub.MAX_SESSIONS + " connections already; close one and try again");
            } catch (TokenRefusedException refused) {
                upgrade = new Upgrade.Refused("401 Unauthorized", refused.getMessage());
            }
        }
        if (upgrade instanceof Upgrade.Refused refused) {
            LOG.log(Level.INFO, "refused a connection: " + refused.text());
            refuse(refused);
        }
        return null;
    }

    private String proof(String challenge) {
        return challenge.isEmpty()
                ? ""
                : "\r\n" + SessionProtocol.PROOF_HEADER + ": " + PodProof.of(verifier.podUid(), challenge);
    }

    private void refuse(Upgrade.Refused refused) throws IOException {
        byte[] text = (refused.text() + "\n").getBytes(StandardCharsets.UTF_8);
        write("HTTP/1.1 " + refused.status()
                + "\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\nSec-WebSocket-Version: 13\r\n"
                + "Content-Length: " + text.length + "\r\n\r\n");
        socket.getOutputStream().write(text);
        socket.shutdownOutput();
    }

    private void write(String head) throws IOException {
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    }

    private void serve(PeerInput input, Session session) throws IOException {
        LOG.log(
                Level.INFO,
                "session=" + session.id() + " user=" + Integer.toUnsignedString(session.userId()) + " joined");
        Thread writer = Thread.ofVirtual().name("writer-" + session.id()).start(() -> writeAll(session));
        Connection connection = hub.connect(session, outbox);
        SessionMemory part = memory.open(() -> outbox.pong(new byte[0]), this::inTheWay);
        FrameReader reader = new FrameReader(input, part);
        String end = "connection lost";
        try {
            input.setPatience(SILENCE);
            end = readAll(reader, connection);
        } catch (ProtocolViolation violation) {
            end = violation.close().code() + " " + violation.close().text();
            outbox.close(violation.close());
        } catch (SocketTimeoutException silent) {
            end = "nothing heard for " + SILENCE.toSeconds() + " s";
            outbox.close(CloseReason.goingAway(end));
        } catch (IOException lost) {
            end = "connection lost: " + lost.getMessage();
            outbox.shut();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error fault) {
            // Such as a message that the memory does not hold: this session ends, with a word, and nobody else's.
            LOG.log(Level.ERROR, "session=" + session.id() + " cannot be read on", fault);
            end = "pid1 failed: " + fault.getClass().getSimpleName();
            outbox.close(new CloseReason(CloseCode.INTERNAL_ERROR, end));
        } finally {
            reader.end();
            connection.gone();
            part.end();
            finish(writer, input);
            LOG.log(Level.INFO, "session=" + session.id() + " left: " + end);
        }
    }

    private String readAll(FrameReader reader, Connection connection)
            throws IOException, InterruptedException, ProtocolViolation {
        while (true) {
            // Not a pattern switch: Java's AOT cache does not hold those, and the first client would wait for it to be
            // made.
            Incoming incoming = reader.next();
            if (incoming instanceof Incoming.Message message) {
                receive(connection, message);
            } else if (incoming instanceof Incoming.Ping ping) {
                outbox.pong(ping.payload());
            } else if (incoming instanceof Incoming.Close close) {
                outbox.close(new CloseReason(close.code(), ""));
                return "closed by the peer with " + close.code();
            }
        }
    }

    private void receive(Connection connection, Incoming.Message message)
            throws InterruptedException, ProtocolViolation {
        Command command;
        try {
            CommandShape.check(message.payload());
            // No copies: the bytes of the message are the bytes of its fields, nobody else has the array.
            CodedInputStream coded =
                    UnsafeByteOperations.unsafeWrap(message.payload()).newCodedInput();
            coded.enableAliasing(true);
            command = Command.parseFrom(coded);
        } catch (IOException garbled) {
            message.hold().release();
            throw new ProtocolViolation(CloseCode.BAD_DATA, "a message is not a Command");
        } catch (ProtocolViolation | Error unusable) {
            message.hold().release();
            throw unusable;
        }
        connection.receive(command, message.hold());
    }

    private void writeAll(Session session) {
        try {
            outbox.writeTo(socket.getOutputStream());
        } catch (IOException lost) {
            LOG.log(Level.DEBUG, () -> "session=" + session.id() + " cannot be written to: " + lost.getMessage());
            closeSocket();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets the close frame out, then waits a little for the peer to hang up, so that it is not lost in a reset. */
    private void finish(Thread writer, PeerInput input) throws IOException {
        try {
            writer.join(CLOSE_PATIENCE);
            outbox.shut();
            if (!socket.isClosed() && !writer.isAlive()) {
                socket.shutdownOutput();
                input.setPatience(CLOSE_PATIENCE);
                input.discardToEnd(System.nanoTime() + CLOSE_PATIENCE.toNanos());
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it comes from a program beside pid1. */
    boolean isFromThisMachine() {
        InetAddress peer = socket.getInetAddress();
        try {
            return peer != null && (peer.isLoopbackAddress() || NetworkInterface.getByInetAddress(peer) != null);
        } catch (SocketException unknown) {
            return false;
        }
    }

    /** Ends it without a word. */
    void abort() {
        closeSocket();
    }

    private void closeSocket() {
        try {
            socket.close();
        } catch (IOException unimportant) {
            LOG.log(Level.DEBUG, "closing a socket failed", unimportant);
        }
    }

    private void tooSlow() {
        LOG.log(Level.WARNING, "a session does not take its output and is closed");
        close(
                CloseReason.tryAgain("too slow: output waited for more than " + Outbox.PATIENCE.toSeconds() + " s"),
                true);
    }

    private void readsTooSlowly() {
        LOG.log(Level.WARNING, "the session with the most unread output is closed: others need the memory");
        close(CloseReason.tryAgain("too slow: others needed the memory of what you had not read"), true);
    }

    private void inTheWay() {
        LOG.log(Level.WARNING, "a session whose messages wait too long is closed: others need the memory");
        close(
                CloseReason.tryAgain("a message was not finished, or not read by its program, and others had to wait"),
                true);
    }

    /** Closes from this side: what is queued goes first. The peer has a moment to answer. */
    void goAway(String reason) {
        close(CloseReason.goingAway(reason), false);
    }

    private void close(CloseReason reason, boolean now) {
        if (now) {
            outbox.closeNow(reason);
        } else {
            outbox.close(reason);
        }
        Thread.ofVirtual().name("closing").start(() -> {
            try {
                Thread.sleep(CLOSE_PATIENCE);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
            closeSocket();
        });
    }
}
