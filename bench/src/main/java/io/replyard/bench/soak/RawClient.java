package io.replyard.bench.soak;

import com.google.protobuf.InvalidProtocolBufferException;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.ContainerState;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A socket to conman that says whatever it likes and reads only when told to. */
public final class RawClient implements AutoCloseable {
    private static final int CONNECT_MS = 30_000;
    private static final int CLOSE = 8;
    private static final int BINARY = 0x82;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;

    private RawClient(URI url) throws IOException {
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), CONNECT_MS);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = socket.getOutputStream();
    }

    /** Connected, and nothing said yet. */
    public static RawClient silent(URI url) throws IOException {
        return new RawClient(url);
    }

    /**
     * A WebSocket with this token, whatever that is worth.
     *
     * @throws IOException when conman does not take it, for instance because of its limit of connections
     */
    public static RawClient upgraded(URI url, String token) throws IOException {
        RawClient client = new RawClient(url);
        client.send("GET /wsv2/" + token + " HTTP/1.1\r\nHost: conman\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\n\r\n");
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            head.write(client.in.readUnsignedByte());
        }
        if (!head.toString(StandardCharsets.US_ASCII).startsWith("HTTP/1.1 101 ")) {
            client.close();
            throw new IOException(head.toString(StandardCharsets.US_ASCII));
        }
        return client;
    }

    /** Bytes of text as they are. */
    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Bytes as they are; waits as long as the other end does not read. */
    public void send(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    /**
     * A binary frame that announces this length, followed by as much of its payload as is given. It is masked with zeros,
     * which leaves the payload as it is.
     */
    public static byte[] frame(long length, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(14 + payload.length).put((byte) BINARY);
        if (length <= 125) {
            frame.put((byte) (0x80 | length));
        } else if (length <= 0xffff) {
            frame.put((byte) 0xfe).putShort((short) length);
        } else {
            frame.put((byte) 0xff).putLong(length);
        }
        frame.putInt(0).put(payload);
        byte[] bytes = new byte[frame.position()];
        frame.flip().get(bytes);
        return bytes;
    }

    /** A command in a frame. */
    public static byte[] frame(Command.Builder command) {
        byte[] payload = command.build().toByteArray();
        return frame(payload.length, payload);
    }

    /**
     * Reads until the Repl is ready.
     *
     * @throws IOException when the connection ends first
     */
    public void awaitReady() throws IOException {
        while (command(readMessage()).getContainerState().getState() != ContainerState.State.READY) {
            // Boot progress.
        }
    }

    /**
     * Reads until the server answers a request.
     *
     * @throws IOException when the connection ends first
     */
    public Command awaitReply(String ref) throws IOException {
        while (true) {
            Command command = command(readMessage());
            if (command.getRef().equals(ref)) {
                return command;
            }
        }
    }

    /** Reads until the server closes; its code, or -1 when it ends the connection without one. */
    public int awaitClose() throws IOException {
        try {
            while (true) {
                Message message = readMessage();
                if (message.opcode() == CLOSE) {
                    return ByteBuffer.wrap(message.payload()).getShort();
                }
            }
        } catch (EOFException | SocketException ended) {
            return -1;
        }
    }

    private record Message(int opcode, byte[] payload) {}

    private static Command command(Message message) throws IOException {
        if (message.opcode() == CLOSE) {
            throw new EOFException(
                    "closed with " + ByteBuffer.wrap(message.payload()).getShort());
        }
        try {
            return message.opcode() == 2 ? Command.parseFrom(message.payload()) : Command.getDefaultInstance();
        } catch (InvalidProtocolBufferException e) {
            throw new IOException("conman sent what is no Command", e);
        }
    }

    private Message readMessage() throws IOException {
        int opcode = in.readUnsignedByte() & 0x0f;
        int length = in.readUnsignedByte();
        long size = switch (length) {
            case 126 -> in.readUnsignedShort();
            case 127 -> in.readLong();
            default -> length;
        };
        return new Message(opcode, in.readNBytes((int) size));
    }

    /** Ends it by force; whoever waits in it gets an IOException. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
