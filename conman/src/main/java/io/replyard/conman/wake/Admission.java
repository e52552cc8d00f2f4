package io.replyard.conman.wake;

import io.replyard.conman.Loop;
import io.replyard.conman.ReplLog;
import io.replyard.conman.metrics.BootOutcome;
import io.replyard.conman.repl.ReplRefusedException;
import io.replyard.crds.Repl;
import io.replyard.proto.session.CloseReason;
import io.replyard.proto.token.TokenRefusedException;
import io.replyard.proto.token.VerifiedToken;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The first part of a wake: from a token to a Repl that is what the token says. Nothing is created for a token that is refused.
 * Confined to one event loop; the work itself is done elsewhere.
 */
final class Admission {
    private static final ReplLog LOG = new ReplLog(Admission.class);

    private final WakeServices services;
    private final Offload offload;
    private final Loop loop;
    private final Runnable verified;
    private final BiConsumer<VerifiedToken, Repl> admitted;
    private final Consumer<Step.End> refused;
    private @Nullable String replId;
    private boolean cancelled;

    /**
     * An admission that has not begun; one of {@code admitted} and {@code refused} is told, once.
     *
     * @param verified told in between, when the token is known to be good
     */
    Admission(
            WakeServices services,
            Offload offload,
            Loop loop,
            Runnable verified,
            BiConsumer<VerifiedToken, Repl> admitted,
            Consumer<Step.End> refused) {
        this.services = services;
        this.offload = offload;
        this.loop = loop;
        this.verified = verified;
        this.admitted = admitted;
        this.refused = refused;
    }

    void start(String rawToken) {
        offload.run(() -> services.tokens().verify(rawToken), this::verified, this::failed);
    }

    /** Reports nothing any more; a write that is already on its way still happens. */
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
        verified.run();
        services.queue()
                .ensure(
                        token,
                        repl -> loop.execute(() -> ensured(token, repl)),
                        failure -> loop.execute(() -> failed(failure)));
    }

    private void ensured(VerifiedToken token, Repl repl) {
        if (!cancelled) {
            admitted.accept(token, repl);
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
                refused.accept(new Step.End(
                        BootOutcome.FAILED, CloseReason.tryAgain("conman failed to serve this; try again shortly")));
            }
        }
    }

    private void refuse(Enum<?> reason, CloseReason close) {
        services.metrics().refused(reason);
        refused.accept(new Step.End(BootOutcome.REFUSED, close));
    }
}
