package io.replyard.proto.token;

import io.replyard.proto.claims.ReplToken;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token that may open a connection.
 *
 * @param token what was signed; exactly one metadata variant is set and its required fields are filled
 * @param issuedAt the token's iat
 * @param expiresAt from here on the token opens nothing: the earliest exp of the token, its wrapper and its certificates. A
 *     connection that is already open stays
 * @param issuer who signed, in the signer's own words; empty when the footer does not say
 * @param onlyForUser when not null, the signer may speak for Repls of this user alone, and the token itself says that the
 *     Repl is one. Refuse it when the Repl is known and belongs to somebody else, or the signer could take that Repl over
 */
public record VerifiedToken(
        ReplToken token,
        Instant issuedAt,
        Instant expiresAt,
        String issuer,
        @Nullable String onlyForUser) {}
