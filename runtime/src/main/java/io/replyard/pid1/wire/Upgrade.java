package io.replyard.pid1.wire;

import io.replyard.proto.session.SessionProtocol;
import io.replyard.proto.session.WebSocketKey;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What an HTTP request asks for, decided from its head alone (RFC 6455 section 4.2.1). */
sealed interface Upgrade {
    /** Characters of a challenge. */
    int LONGEST_CHALLENGE = 128;

    /**
     * A proper request for a WebSocket.
     *
     * @param acceptKey the value of Sec-WebSocket-Accept
     * @param token what came as bearer token
     * @param challenge what pid1 shall prove itself with; empty when nobody asks
     */
    record Wanted(String acceptKey, String token, String challenge) implements Upgrade {}

    /**
     * No WebSocket.
     *
     * @param status the HTTP status line's code and phrase
     * @param text for a person
     */
    record Refused(String status, String text) implements Upgrade {}

    /**
     * Decides.
     *
     * @param head the request line and headers, without the empty line
     */
    static Upgrade decide(String head) {
        String[] lines = head.split("\r\n", -1);
        String[] request = lines[0].split(" ", -1);
        if (request.length != 3 || !request[2].equals("HTTP/1.1")) {
            return new Refused("400 Bad Request", "not an HTTP/1.1 request");
        }
        if (!request[1].split("\\?", 2)[0].equals(SessionProtocol.PATH)) {
            return new Refused("404 Not Found", "pid1 serves " + SessionProtocol.PATH + " only");
        }
        if (!request[0].equals("GET")) {
            return new Refused("405 Method Not Allowed", SessionProtocol.PATH + " takes GET only");
        }
        Map<String, String> headers = new HashMap<>();
        for (String line : Arrays.asList(lines).subList(1, lines.length)) {
            int colon = line.indexOf(':');
            if (colon <= 0 || line.charAt(0) <= ' ' || line.charAt(colon - 1) <= ' ') {
                return new Refused("400 Bad Request", "a header line is malformed");
            }
            headers.merge(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip(),
                    (first, second) -> first + "," + second);
        }
        return webSocket(headers);
    }

    private static Upgrade webSocket(Map<String, String> headers) {
        if (!headers.containsKey("host")) {
            return new Refused("400 Bad Request", "the Host header is missing");
        }
        if (!hasToken(headers, "upgrade", "websocket") || !hasToken(headers, "connection", "upgrade")) {
            return new Refused("426 Upgrade Required", SessionProtocol.PATH + " speaks WebSocket only");
        }
        if (!headers.getOrDefault("sec-websocket-version", "").equals("13")) {
            return new Refused("426 Upgrade Required", "Sec-WebSocket-Version must be 13");
        }
        String key = headers.getOrDefault("sec-websocket-key", "");
        if (!WebSocketKey.isKey(key)) {
            return new Refused("400 Bad Request", "Sec-WebSocket-Key must be 16 bytes in base64");
        }
        String authorization = headers.getOrDefault(SessionProtocol.AUTHORIZATION_HEADER.toLowerCase(Locale.ROOT), "");
        if (!authorization.regionMatches(true, 0, SessionProtocol.BEARER, 0, SessionProtocol.BEARER.length())) {
            return new Refused("401 Unauthorized", "the session token is missing; send Authorization: Bearer <token>");
        }
        String challenge = headers.getOrDefault(SessionProtocol.CHALLENGE_HEADER.toLowerCase(Locale.ROOT), "");
        if (challenge.length() > LONGEST_CHALLENGE) {
            return new Refused(
                    "400 Bad Request",
                    SessionProtocol.CHALLENGE_HEADER + " has more than " + LONGEST_CHALLENGE + " characters");
        }
        return new Wanted(
                WebSocketKey.accept(key),
                authorization.substring(SessionProtocol.BEARER.length()).strip(),
                challenge);
    }

    private static boolean hasToken(Map<String, String> headers, String header, String token) {
        return Arrays.stream(headers.getOrDefault(header, "").split(","))
                .anyMatch(value -> value.strip().equalsIgnoreCase(token));
    }
}
