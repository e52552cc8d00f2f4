package io.replyard.conman.gateway;

import io.replyard.proto.session.PodProof;
import io.replyard.proto.session.WebSocketKey;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Something in a pod that says whatever a test wants to each who asks it, and then listens until the connection ends. */
final class RawPod implements AutoCloseable {
    /** What it does. */
    interface Script {
        void answer(String request, OutputStream out) throws IOException;
    }

    final BlockingQueue<IOException> errors = new LinkedBlockingQueue<>();
    final AtomicInteger served = new AtomicInteger();
    private final ServerSocket server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    RawPod(String address, int port, Script script) throws IOException {
        server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port), 200);
        threads.execute(() -> serve(script));
    }

    /** A frame as a server sends it. */
    static byte[] frame(int first, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(10 + payload.length).put((byte) first);
        if (payload.length <= 125) {
            frame.put((byte) payload.length);
        } else if (payload.length <= 0xffff) {
            frame.put((byte) 126).putShort((short) payload.length);
        } else {
            frame.put((byte) 127).putLong(payload.length);
        }
        frame.put(payload);
        byte[] bytes = new byte[frame.position()];
        frame.flip().get(bytes);
        return bytes;
    }

    /** The answer of a WebSocket server to this request, with more headers. */
    static byte[] accepted(String request, String headers) {
        return ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                        + WebSocketKey.accept(header(request, "sec-websocket-key")) + "\r\n" + headers + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** The header that only pid1 of this pod can give. */
    static String proof(String request, String podUid) {
        return "Replyard-Proof: " + PodProof.of(podUid, header(request, "replyard-challenge")) + "\r\n";
    }

    private static String header(String request, String name) {
        Matcher matcher = Pattern.compile("(?im)^" + name + ": *(.*?)\\r?$").matcher(request);
        if (!matcher.find()) {
            throw new AssertionError(name + " is not in " + request);
        }
        return matcher.group(1);
    }

    private void serve(Script script) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                threads.execute(() -> answer(socket, script));
            } catch (IOException e) {
                errors.add(e);
            }
        }
    }

    private void answer(Socket socket, Script script) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            StringBuilder request = new StringBuilder();
            while (request.indexOf("\r\n\r\n") < 0) {
                request.append((char) in.readUnsignedByte());
            }
            script.answer(request.toString(), socket.getOutputStream());
            served.incrementAndGet();
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            errors.add(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
