package io.replyard.conman.relay;

import io.replyard.proto.session.CloseReason;
import io.replyard.proto.session.SessionProtocol;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the frames of one WebSocket together to messages. A message that came in one frame is handed on without a copy; one
 * that grows beyond {@link SessionProtocol#MAX_MESSAGE_BYTES}, or is text, is a violation, after which nothing more is handed on.
 */
final class Messages {
    private final Consumer<Buffer> messages;
    private final Consumer<CloseReason> violations;
    private @Nullable Buffer begun;
    private boolean broken;

    Messages(Consumer<Buffer> messages, Consumer<CloseReason> violations) {
        this.messages = messages;
        this.violations = violations;
    }

    void take(WebSocketFrame frame) {
        if (broken || frame.isPing() || frame.isClose()) {
            return;
        }
        if (frame.isText()) {
            violate(CloseReason.unsupported("text frames are not spoken here: send each Command as one binary frame"));
        } else if (frame.isBinary() || (frame.isContinuation() && begun != null)) {
            append(frame);
        }
    }

    private void append(WebSocketFrame frame) {
        Buffer part = frame.binaryData();
        Buffer message;
        if (begun == null) {
            message = part;
        } else if (begun.length() + part.length() > SessionProtocol.MAX_MESSAGE_BYTES) {
            violate(CloseReason.tooBig("a message may have " + SessionProtocol.MAX_MESSAGE_BYTES + " bytes at most"));
            return;
        } else {
            message = begun.appendBuffer(part);
        }
        if (frame.isFinal()) {
            begun = null;
            messages.accept(message);
        } else if (begun == null) {
            begun = Buffer.buffer().appendBuffer(part);
        }
    }

    private void violate(CloseReason reason) {
        broken = true;
        begun = null;
        violations.accept(reason);
    }
}
