package io.replyard.bench;

import io.replyard.bench.soak.RawClient;
import io.replyard.proto.session.SessionProtocol;
import io.replyard.proto.wire.Command;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** A session with pid1 that costs as little as can be on this end: what is to be measured is the other one. */
final class PlainSession implements AutoCloseable {
    private static final int LONGEST_PARSED = 1024;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private byte[] payload = new byte[1 << 20];

    private PlainSession(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 18));
        this.out = socket.getOutputStream();
    }

    static PlainSession connect(int port, String token) throws IOException {
        PlainSession session = new PlainSession(new Socket(InetAddress.getLoopbackAddress(), port));
        String head = "GET " + SessionProtocol.PATH + " HTTP/1.1\r\nHost: pid1\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + SessionProtocol.AUTHORIZATION_HEADER + ": " + SessionProtocol.BEARER + token + "\r\n\r\n";
        session.out.write(head.getBytes(StandardCharsets.US_ASCII));
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        while (!answer.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            answer.write(session.in.readByte());
        }
        session.skipTo(Command::hasContainerState);
        return session;
    }

    void send(Command.Builder command) throws IOException {
        send(RawClient.frame(command));
    }

    /** Sends a frame, as {@link RawClient#frame} makes them: made once, it can be sent many times. */
    void send(byte[] frame) throws IOException {
        out.write(frame);
    }

    /**
     * Reads until a short command is as wanted.
     *
     * @return how many bytes there were in frames too long to be looked at
     */
    long skipTo(Predicate<Command> wanted) throws IOException {
        long skipped = 0;
        while (true) {
            int opcode = in.readUnsignedByte() & 0x0f;
            int length = in.readUnsignedByte();
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = (int) in.readLong();
            }
            if (length > payload.length) {
                payload = new byte[length];
            }
            in.readFully(payload, 0, length);
            if (length > LONGEST_PARSED) {
                skipped += length;
            } else if (opcode == 2 && wanted.test(Command.parseFrom(ByteBuffer.wrap(payload, 0, length)))) {
                return skipped;
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
