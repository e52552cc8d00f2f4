package io.replyard.pid1.wire;

import io.replyard.proto.session.CloseReason;

/** The peer broke the WebSocket protocol; the connection ends with this. */
final class ProtocolViolation extends Exception {
    private final transient CloseReason close;

    ProtocolViolation(int code, String reason) {
        super(reason, null, false, false);
        this.close = new CloseReason(code, reason);
    }

    CloseReason close() {
        return close;
    }
}
