package io.replyard.conman.boot;

import io.replyard.conman.ReplLog;
import io.replyard.conman.repl.ReplRefusedException;
import io.replyard.crds.Repl;
import io.replyard.proto.session.CloseReason;
import io.replyard.proto.token.TokenRefusedException;
import io.replyard.proto.token.VerifiedToken;
import io.replyard.proto.wire.BootStatus;
import org.jspecify.annotations.Nullable;

/**
 * The first part of a connection's way: from the token in its URL to a Repl that is what the token says. Nothing is created
 * for a token that is refused. Confined to one event loop; the work itself is done elsewhere.
 */
final class Admission {
    /** How it came out; exactly one of these, once. */
    interface Events {
        /** The Repl is as the token wishes. */
        void admitted(VerifiedToken token, Repl repl);

        /** It ends here. */
        void rejected(BootOutcome outcome, CloseReason reason);
    }

    private static final ReplLog LOG = new ReplLog(Admission.class);

    private final Services services;
    private final Offload offload;
    private final BootProgress progress;
    private final Events events;
    private @Nullable String replId;
    private boolean cancelled;

    Admission(Services services, Offload offload, BootProgress progress, Events events) {
        this.services = services;
        this.offload = offload;
        this.progress = progress;
        this.events = events;
    }

    void start(String rawToken) {
        offload.run(() -> services.tokens().verify(rawToken), this::verified, this::failed);
    }

    /** Reports nothing any more; a wish that is already on its way is still written. */
    void cancel() {
        cancelled = true;
    }

    /** The Repl that the token is for, once the token is known to be good. */
    @Nullable String replId() {
        return replId;
    }

    private void verified(VerifiedToken token) {
        if (cancelled) {
            return;
        }
        replId = token.token().hasRepl()
                ? token.token().getRepl().getId()
                : token.token().getId().getId();
        progress.reached(BootStatus.Stage.HANDSHAKE);
        progress.reached(BootStatus.Stage.ACQUIRING);
        offload.run(() -> services.repls().ensure(token), repl -> ensured(token, repl), this::failed);
    }

    private void ensured(VerifiedToken token, Repl repl) {
        if (!cancelled) {
            events.admitted(token, repl);
        }
    }

    private void failed(Exception failure) {
        if (cancelled) {
            return;
        }
        switch (failure) {
            case TokenRefusedException e -> refuse(e.reason(), CloseReason.policy(String.valueOf(e.getMessage())));
            case ReplRefusedException e -> refuse(e.reason(), e.close());
            default -> {
                LOG.warn(replId, 0, "a connection could not be admitted", failure);
                events.rejected(
                        BootOutcome.FAILED, CloseReason.tryAgain("conman failed to serve this; try again shortly"));
            }
        }
    }

    private void refuse(Enum<?> reason, CloseReason close) {
        services.metrics().refused(reason);
        events.rejected(BootOutcome.REFUSED, close);
    }
}
