package io.replyard.conman.gateway;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A socket that says whatever a test wants, and reads what comes back. */
final class RawClient implements AutoCloseable {
    /** A frame of the server's. */
    record Frame(int opcode, byte[] payload) {
        int closeCode() {
            return ByteBuffer.wrap(payload).getShort();
        }

        String closeReason() {
            return new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
        }
    }

    private static final int PATIENCE_MS = 20_000;
    private static final byte[] KEY = {1, 2, 3, 4};

    final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MS);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** A WebSocket whose handshake is over. */
    static RawClient upgraded(int port, String path) throws IOException {
        RawClient client = new RawClient(port);
        client.send(upgrade(path, ""));
        String head = client.head();
        if (!head.startsWith("HTTP/1.1 101 ")) {
            throw new AssertionError(head);
        }
        return client;
    }

    static String upgrade(String path, String headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: conman\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\n" + headers + "\r\n";
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    /** The head of the answer. */
    String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    /** Everything up to the end of the connection; an end by force is one, too. */
    String rest() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (InputStream stream = in) {
            stream.transferTo(all);
        } catch (java.net.SocketException e) {
            all.writeBytes(" (reset)".getBytes(StandardCharsets.UTF_8));
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    /** Whether the server has closed it; for a server that has said nothing. */
    boolean isClosed() {
        try {
            socket.setSoTimeout(100);
            return in.read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    Frame frame() throws IOException {
        int opcode = in.readUnsignedByte() & 0x0f;
        int length = in.readUnsignedByte();
        long size = switch (length) {
            case 126 -> in.readUnsignedShort();
            case 127 -> in.readLong();
            default -> length;
        };
        return new Frame(opcode, in.readNBytes((int) size));
    }

    /** The close frame, whatever comes before it. */
    Frame closeFrame() throws IOException {
        Frame frame = frame();
        while (frame.opcode() != 8) {
            frame = frame();
        }
        return frame;
    }

    /** Sends a masked binary frame. */
    void binary(byte[] payload) throws IOException {
        send(frame(0x82, payload.length, payload));
    }

    /** A masked frame with this first byte and this length, of whose payload there is as much as is given. */
    static byte[] frame(int first, long length, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(14 + payload.length).put((byte) first);
        if (length <= 125) {
            frame.put((byte) (0x80 | length));
        } else if (length <= 0xffff) {
            frame.put((byte) 0xfe).putShort((short) length);
        } else {
            frame.put((byte) 0xff).putLong(length);
        }
        frame.put(KEY);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ KEY[i % 4]));
        }
        byte[] bytes = new byte[frame.position()];
        frame.flip().get(bytes);
        return bytes;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
