package io.replyard.cli.client;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import io.replyard.proto.session.CloseCode;
import io.replyard.proto.session.SessionProtocol;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of a WebSocket (RFC 6455), without extensions. On a blocking socket, with a thread of its own that reads: the shortest way for many bytes,
 * and a fast start. The listener is called one message at a time, and nothing is read meanwhile, so that a slow listener slows the sender down.
 */
final class WebSocket {
    private static final int TEXT = 0x1;
    private static final int BINARY = 0x2;
    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int PONG = 0xA;
    private static final int LAST = 0x80;
    private static final int MASKED = 0x80;
    private static final int MAX_CONTROL_BYTES = 125;

    /** Opcode, length and key of the longest header that is sent. */
    private static final int HEADER_BYTES = 14;

    /** As much as the kernel has, when this is behind. */
    private static final int READ_BYTES = 128 * 1024;

    /** What most messages fit in; a longer one makes the buffer grow. */
    private static final int FIRST_MESSAGE = 2 * SessionProtocol.SHORT_MESSAGE_BYTES;

    /** What comes in, told by the thread that reads. */
    interface Listener {
        /** Anything at all has arrived. */
        void heard();

        /** A whole binary message, whose bytes hold only until this returns. */
        void message(ByteBuffer message);

        /** The end, told once: how the peer closed, or why the connection broke. */
        void ended(CloseStatus status);
    }

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final SecureRandom random;
    private final ReentrantLock sending = new ReentrantLock();
    private final AtomicReference<byte @Nullable []> duePong = new AtomicReference<>();
    private byte[] frame = new byte[HEADER_BYTES + FIRST_MESSAGE];
    private byte[] message = new byte[FIRST_MESSAGE];
    private int length;
    private boolean closeSent;

    private WebSocket(Socket socket, DataInputStream in, SecureRandom random) throws IOException {
        this.socket = socket;
        this.in = in;
        this.out = socket.getOutputStream();
        this.random = random;
    }

    /**
     * Connects; the listener is told nothing before {@link #listen}.
     *
     * @param address {@code ws} or {@code wss}, with a path
     * @param patience how long each step may take
     */
    static WebSocket connect(URI address, Duration patience) throws IOException {
        Socket socket = Dialing.connect(address, patience);
        try {
            SecureRandom random = new SecureRandom();
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), READ_BYTES));
            OpeningHandshake.perform(address, in, socket.getOutputStream(), random);
            socket.setSoTimeout(0);
            return new WebSocket(socket, in, random);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** Begins to read. */
    void listen(Listener listener) {
        Thread.ofPlatform().daemon().name("websocket").start(() -> {
            try {
                listener.ended(readAll(listener));
            } finally {
                abort();
            }
        });
    }

    private CloseStatus readAll(Listener listener) {
        try {
            while (true) {
                CloseStatus end = read(listener);
                if (end != null) {
                    return end;
                }
            }
        } catch (IOException | RuntimeException e) {
            return new CloseStatus(CloseStatus.LOST, ConnectFailure.words(e));
        }
    }

    private @Nullable CloseStatus read(Listener listener) throws IOException {
        int first = in.readUnsignedByte();
        int size = size(in.readUnsignedByte());
        listener.heard();
        switch (first & ~LAST) {
            case 0, BINARY -> {
                append(size);
                if ((first & LAST) != 0) {
                    ByteBuffer whole = ByteBuffer.wrap(message, 0, length);
                    length = 0;
                    listener.message(whole);
                }
            }
            case PING -> {
                duePong.set(control(size));
                answerPing();
            }
            case PONG -> control(size);
            case CLOSE -> {
                byte[] payload = control(size);
                sendIfNobodyElseDoes(CLOSE, Arrays.copyOf(payload, Math.min(payload.length, 2)));
                return closeStatus(payload);
            }
            case TEXT -> throw new ProtocolException("the server sent a text message");
            default -> throw new ProtocolException("the server broke the WebSocket protocol");
        }
        return null;
    }

    private int size(int second) throws IOException {
        long size = second;
        if (second == 126) {
            size = in.readUnsignedShort();
        } else if (second == 127) {
            size = in.readLong();
        } else if (second > 127) {
            throw new ProtocolException("the server sent a masked frame");
        }
        if (size < 0 || length + size > SessionProtocol.MAX_MESSAGE_BYTES) {
            throw new ProtocolException(
                    "the server sent a message of more than " + SessionProtocol.MAX_MESSAGE_BYTES + " bytes");
        }
        return (int) size;
    }

    private void append(int size) throws IOException {
        if (length + size > message.length) {
            message = Arrays.copyOf(message, Math.max(length + size, 2 * message.length));
        }
        in.readFully(message, length, size);
        length += size;
    }

    private byte[] control(int size) throws IOException {
        if (size > MAX_CONTROL_BYTES) {
            throw new ProtocolException("the server sent a control frame of " + size + " bytes");
        }
        return in.readNBytes(size);
    }

    private static CloseStatus closeStatus(byte[] payload) {
        return payload.length < 2
                ? new CloseStatus(CloseCode.NO_STATUS, "")
                : new CloseStatus(
                        ByteBuffer.wrap(payload).getChar(),
                        new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8));
    }

    /** Sends a binary message and returns when the network has taken it. */
    void send(MessageLite content) throws IOException {
        int size = content.getSerializedSize();
        sending.lock();
        try {
            int start = header(BINARY, size);
            CodedOutputStream target = CodedOutputStream.newInstance(frame, start, size);
            content.writeTo(target);
            target.checkNoSpaceLeft();
            maskAndWrite(start, size);
        } finally {
            sending.unlock();
        }
        answerPing();
    }

    private void send(int opcode, byte[] payload) throws IOException {
        sending.lock();
        try {
            if (opcode == CLOSE) {
                if (closeSent) {
                    return;
                }
                closeSent = true;
            }
            int start = header(opcode, payload.length);
            System.arraycopy(payload, 0, frame, start, payload.length);
            maskAndWrite(start, payload.length);
        } finally {
            sending.unlock();
        }
    }

    /** Writes all of a header but the key, and returns where the payload begins. */
    private int header(int opcode, int size) {
        if (HEADER_BYTES + size > frame.length) {
            frame = new byte[HEADER_BYTES + size];
        }
        ByteBuffer header = ByteBuffer.wrap(frame).put((byte) (LAST | opcode));
        if (size < 126) {
            header.put((byte) (MASKED | size));
        } else if (size < 1 << 16) {
            header.put((byte) (MASKED | 126)).putShort((short) size);
        } else {
            header.put((byte) (MASKED | 127)).putLong(size);
        }
        return header.position() + Integer.BYTES;
    }

    private void maskAndWrite(int start, int size) throws IOException {
        int key = random.nextInt();
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        bytes.putInt(start - Integer.BYTES, key);
        long twice = (long) key << Integer.SIZE | Integer.toUnsignedLong(key);
        int at = start;
        for (int end = start + size - Long.BYTES; at <= end; at += Long.BYTES) {
            bytes.putLong(at, bytes.getLong(at) ^ twice);
        }
        for (int shift = 24; at < start + size; at++, shift = (shift + 24) % 32) {
            frame[at] ^= (byte) (key >> shift);
        }
        out.write(frame, 0, start + size);
    }

    /**
     * Whoever sends answers: the thread that reads must not wait for one that sends. The other side may take nothing more until its own bytes are read.
     */
    private void answerPing() throws IOException {
        while (duePong.get() != null && sending.tryLock()) {
            try {
                byte[] payload = duePong.getAndSet(null);
                if (payload != null) {
                    send(PONG, payload);
                }
            } finally {
                sending.unlock();
            }
        }
    }

    /** Asks for a sign of life, unless a message is on its way. */
    void ping() throws IOException {
        sendIfNobodyElseDoes(PING, new byte[0]);
    }

    private void sendIfNobodyElseDoes(int opcode, byte[] payload) throws IOException {
        if (sending.tryLock()) {
            try {
                send(opcode, payload);
            } finally {
                sending.unlock();
            }
        }
    }

    /** Says good-bye, once everything else is sent; the listener hears the answer. */
    void close() throws IOException {
        send(CLOSE, ByteBuffer.allocate(2).putShort((short) CloseCode.NORMAL).array());
    }

    /** Drops the connection. */
    void abort() {
        try {
            socket.close();
        } catch (IOException gone) {
            // It is of no use any more, either way.
        }
    }
}
