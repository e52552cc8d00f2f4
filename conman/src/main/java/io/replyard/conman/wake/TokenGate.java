package io.replyard.conman.wake;

import io.replyard.proto.token.TokenRefusedException;
import io.replyard.proto.token.VerifiedToken;

/** Decides whether a token opens anything here. Takes about a millisecond of CPU; safe for use by many threads. */
@FunctionalInterface
public interface TokenGate {
    /**
     * Accepts or refuses.
     *
     * @throws TokenRefusedException with a message for the client
     */
    VerifiedToken verify(String token) throws TokenRefusedException;
}
