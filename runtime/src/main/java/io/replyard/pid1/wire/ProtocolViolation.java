package io.replyard.pid1.wire;

/** The peer broke the WebSocket protocol; the connection ends with this close code and reason. */
final class ProtocolViolation extends Exception {
    private final int code;

    ProtocolViolation(int code, String reason) {
        super(reason, null, false, false);
        this.code = code;
    }

    int code() {
        return code;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
