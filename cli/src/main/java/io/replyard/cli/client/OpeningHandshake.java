package io.replyard.cli.client;

import io.replyard.proto.session.WebSocketKey;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The opening handshake of a WebSocket, RFC 6455 section 4, from the client's side. */
final class OpeningHandshake {
    private static final int SWITCHING_PROTOCOLS = 101;

    /** Bytes of an answer's head. */
    private static final int LONGEST_HEAD = 16 * 1024;

    private static final int TOLD = 80;

    private OpeningHandshake() {}

    /** The server answers, but does not open a WebSocket. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    /**
     * Asks, and reads the answer up to the first frame.
     *
     * @throws RefusedException when it is a page instead
     * @throws ProtocolException when it is no HTTP
     */
    static void perform(URI address, DataInputStream in, OutputStream out, SecureRandom random) throws IOException {
        String key = WebSocketKey.random(random);
        String request = "GET " + address.getRawPath() + " HTTP/1.1\r\nHost: " + address.getRawAuthority()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                + key
                + "\r\nUser-Agent: replyard\r\n\r\n";
        out.write(request.getBytes(StandardCharsets.US_ASCII));
        String head = head(in);
        int status = status(head);
        if (status != SWITCHING_PROTOCOLS) {
            throw new RefusedException("HTTP " + status);
        }
        if (!WebSocketKey.accept(key).equals(headers(head).get("sec-websocket-accept"))) {
            throw new RefusedException("HTTP 101 without the right Sec-WebSocket-Accept");
        }
    }

    private static String head(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!endsWithAnEmptyLine(head)) {
            int next = in.read();
            if (next < 0 && head.isEmpty()) {
                throw new EOFException();
            }
            if (next < 0 || head.length() == LONGEST_HEAD) {
                throw new ProtocolException(firstLine(head.toString()));
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static boolean endsWithAnEmptyLine(StringBuilder head) {
        int length = head.length();
        return length >= 4 && head.substring(length - 4).equals("\r\n\r\n");
    }

    private static int status(String head) throws ProtocolException {
        String line = firstLine(head);
        String[] words = line.split(" ", 3);
        if (!words[0].startsWith("HTTP/1.") || words.length < 2 || !words[1].matches("[1-5][0-9][0-9]")) {
            throw new ProtocolException(line);
        }
        return Integer.parseInt(words[1]);
    }

    private static String firstLine(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.substring(0, Math.min(TOLD, line.length())).replaceAll("\\p{Cntrl}", "?");
    }

    private static Map<String, String> headers(String head) {
        Map<String, String> headers = new HashMap<>();
        head.lines().skip(1).forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        });
        return headers;
    }
}
