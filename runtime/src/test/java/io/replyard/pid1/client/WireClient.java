package io.replyard.pid1.client;

import io.replyard.proto.session.SessionProtocol;
import io.replyard.proto.wire.CloseChannel;
import io.replyard.proto.wire.CloseChannelRes;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.OpenChannel;
import io.replyard.proto.wire.OpenChannelRes;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;

/** Speaks WebSocket frame by frame, so that tests can also speak it wrongly. */
public final class WireClient implements AutoCloseable {
    private static final int READ_TIMEOUT_MILLIS = 20_000;
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private final Socket socket;
    private final DataInputStream in;
    private final String head;

    /** Read while looking for something else. */
    private final Deque<Command> kept = new ArrayDeque<>();

    private int lastRef;

    /** A frame as it came. */
    public record Frame(int opcode, byte[] payload) {
        /** The code of a close frame. */
        public int closeCode() {
            return ByteBuffer.wrap(payload).getShort() & 0xffff;
        }

        /** The reason of a close frame. */
        public String closeReason() {
            return new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
        }
    }

    private WireClient(Socket socket, DataInputStream in, String head) {
        this.socket = socket;
        this.in = in;
        this.head = head;
    }

    /** Sends a request head and reads the answer's, whatever it is. */
    public static WireClient request(int port, String request) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        DataInputStream in = new DataInputStream(socket.getInputStream());
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            head.write(in.readByte());
        }
        return new WireClient(socket, in, head.toString(StandardCharsets.ISO_8859_1));
    }

    /** A proper upgrade request, with further header lines. */
    public static String upgrade(String token, String... headers) {
        return "GET /session HTTP/1.1\r\nHost: pid1\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + KEY + "\r\nAuthorization: Bearer " + token
                + "\r\n" + String.join("", headers) + "\r\n";
    }

    /** Connects and reads the greeting up to READY. */
    public static WireClient connect(int port, String token) throws IOException {
        WireClient client = request(port, upgrade(token));
        client.expect(command -> command.getBodyCase() == Command.BodyCase.CONTAINERSTATE);
        client.kept.clear();
        return client;
    }

    /** The head of the HTTP answer. */
    public String head() {
        return head;
    }

    /** What follows the head until the server hangs up. */
    public String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    /** The session's number. */
    public int session() {
        String header = SessionProtocol.SESSION_HEADER + ": ";
        int from = head.indexOf(header) + header.length();
        return Integer.parseInt(head.substring(from, head.indexOf("\r\n", from)));
    }

    /** Sends a masked, final frame. */
    public void frame(int opcode, byte[] payload) throws IOException {
        frame(0x80 | opcode, true, payload);
    }

    /** Sends a frame with that first byte. */
    public void frame(int first, boolean masked, byte[] payload) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + 14);
        int maskBit = masked ? 0x80 : 0;
        out.write(first);
        if (payload.length < 126) {
            out.write(maskBit | payload.length);
        } else if (payload.length < 0x10000) {
            out.write(maskBit | 126);
            out.write(payload.length >> 8);
            out.write(payload.length);
        } else {
            out.write(maskBit | 127);
            out.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        byte[] sent = payload.clone();
        if (masked) {
            byte[] mask = {0x12, 0x34, 0x56, 0x78};
            out.writeBytes(mask);
            for (int i = 0; i < sent.length; i++) {
                sent[i] ^= mask[i & 3];
            }
        }
        out.writeBytes(sent);
        raw(out.toByteArray());
    }

    /** Sends bytes as they are. */
    public void raw(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Sends a command. */
    public void send(Command.Builder command) throws IOException {
        frame(2, command.build().toByteArray());
    }

    /** Sends a command on a channel. */
    public void send(int channel, Command.Builder command) throws IOException {
        send(command.setChannel(channel));
    }

    /** Sends a command with a fresh ref and waits for the first frame that carries it. */
    public Command request(int channel, Command.Builder command) throws IOException {
        String ref = "r" + ++lastRef;
        send(channel, command.setRef(ref));
        return expect(answer -> answer.getRef().equals(ref));
    }

    /** Opens a channel. */
    public OpenChannelRes open(String service, String name, OpenChannel.Action action) throws IOException {
        return request(
                        0,
                        Command.newBuilder()
                                .setOpenChan(OpenChannel.newBuilder()
                                        .setService(service)
                                        .setName(name)
                                        .setAction(action)))
                .getOpenChanRes();
    }

    /** Opens an anonymous channel and gives its number. */
    public int open(String service) throws IOException {
        OpenChannelRes opened = open(service, "", OpenChannel.Action.CREATE);
        if (opened.getState() == OpenChannelRes.State.ERROR) {
            throw new IllegalStateException(opened.getError());
        }
        return opened.getId();
    }

    /** Closes a channel. */
    public CloseChannelRes close(int channel, CloseChannel.Action action) throws IOException {
        return request(
                        0,
                        Command.newBuilder()
                                .setCloseChan(
                                        CloseChannel.newBuilder().setId(channel).setAction(action)))
                .getCloseChanRes();
    }

    /** The next frame, whatever it is. */
    public Frame next() throws IOException {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = (int) in.readLong();
        }
        byte[] payload = new byte[length];
        in.readFully(payload);
        return new Frame(first & 0x0f, payload);
    }

    /** The next command, kept ones first. */
    public Command nextCommand() throws IOException {
        return kept.isEmpty() ? read() : kept.removeFirst();
    }

    private Command read() throws IOException {
        while (true) {
            Frame frame = next();
            if (frame.opcode() == 2) {
                return Command.parseFrom(frame.payload());
            }
            if (frame.opcode() == 8) {
                throw new EOFException("closed: " + frame.closeCode() + " " + frame.closeReason());
            }
        }
    }

    /** The first command that matches; the others are kept for later. */
    public Command expect(Predicate<Command> wanted) throws IOException {
        for (Command command : kept) {
            if (wanted.test(command)) {
                kept.remove(command);
                return command;
            }
        }
        while (true) {
            Command command = read();
            if (wanted.test(command)) {
                return command;
            }
            kept.add(command);
        }
    }

    /** Reads output of a channel, joined, until it contains the text; everything read is used up. */
    public String outputUntil(int channel, String text) throws IOException {
        StringBuilder output = new StringBuilder();
        while (output.indexOf(text) < 0) {
            output.append(expect(command ->
                            command.getChannel() == channel && command.getBodyCase() == Command.BodyCase.OUTPUT)
                    .getOutput());
        }
        return output.toString();
    }

    /** Reads up to the close frame. */
    public Frame expectClose() throws IOException {
        Frame frame = next();
        while (frame.opcode() != 8) {
            frame = next();
        }
        return frame;
    }

    /** How long a read waits before it fails. */
    public void setReadTimeout(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    /** Hangs up without a close frame. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
