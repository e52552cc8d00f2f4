package io.replyard.proto.token;

import com.google.protobuf.ByteString;
import io.replyard.proto.claims.GovalCert;
import io.replyard.proto.claims.GovalToken;
import io.replyard.proto.claims.Repl;
import io.replyard.proto.claims.ReplToken;
import io.replyard.proto.claims.TokenVersion;
import io.replyard.proto.token.TokenRefusedException.Reason;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A connection token whose signatures hold, and the rules it still has to pass. The rules are cheap and run at every use;
 * the signatures are not and need not.
 *
 * @param token the claims
 * @param issuer as in the token's footer
 * @param wrappedReplId {@code replid} of a version 1 wrapper, null for a bare token
 * @param validities when the token, its wrapper and each certificate hold
 * @param rights of the certificate that signed, null when a root did and everything is allowed
 */
record ConnectToken(
        ReplToken token,
        String issuer,
        @Nullable String wrappedReplId,
        List<Validity> validities,
        @Nullable CertificateRights rights) {
    private static final Set<Integer> METADATA_FIELDS =
            Set.of(ReplToken.REPL_FIELD_NUMBER, ReplToken.ID_FIELD_NUMBER, ReplToken.CLASSROOM_FIELD_NUMBER);
    private static final Set<Integer> WRAPPED_FIELDS =
            Set.of(GovalToken.REPL_TOKEN_FIELD_NUMBER, GovalToken.REPL_IDENTITY_FIELD_NUMBER);

    /** Reads the body as its footer's version says. */
    static ConnectToken read(SignatureChain chain) throws TokenRefusedException {
        List<Validity> validities = new ArrayList<>();
        int version = chain.authority().getVersionValue();
        ByteString body = chain.body();
        String wrappedReplId = null;
        if (version == TokenVersion.TYPE_AWARE_TOKEN_VALUE) {
            GovalToken wrapper = wrapper(body);
            body = onlyReplToken(body, wrapper);
            wrappedReplId = wrapper.getReplid();
            validities.add(Validity.of(
                    Subject.WRAPPER,
                    wrapper.hasIat() ? wrapper.getIat() : null,
                    wrapper.hasExp() ? wrapper.getExp() : null));
        } else if (version != TokenVersion.BARE_REPL_TOKEN_VALUE) {
            throw Subject.TOKEN.refusal(Reason.MALFORMED, " footer has version " + version + "; use 0 or 1");
        }
        ReplToken token = replToken(body);
        validities.addFirst(Validity.of(
                Subject.TOKEN, token.hasIat() ? token.getIat() : null, token.hasExp() ? token.getExp() : null));
        for (GovalCert certificate : chain.certificates()) {
            validities.add(Validity.of(
                    Subject.CERTIFICATE,
                    certificate.hasIat() ? certificate.getIat() : null,
                    certificate.hasExp() ? certificate.getExp() : null));
        }
        CertificateRights rights = chain.certificates().isEmpty()
                ? null
                : new CertificateRights(chain.certificates().getLast());
        return new ConnectToken(token, chain.authority().getIssuer(), wrappedReplId, List.copyOf(validities), rights);
    }

    /** Applies every rule that is not about signatures. */
    VerifiedToken admit(String cluster, Instant now) throws TokenRefusedException {
        for (Validity validity : validities) {
            validity.requireAt(now);
        }
        if (!token.getCluster().equals(cluster)) {
            throw new TokenRefusedException(
                    Reason.WRONG_CLUSTER,
                    "token is for cluster " + TokenRefusedException.quoted(token.getCluster()) + ", this is "
                            + TokenRefusedException.quoted(cluster) + "; get a new one");
        }
        if (token.getFormatValue() != ReplToken.WireFormat.PROTOBUF_VALUE) {
            throw new TokenRefusedException(
                    Reason.FORMAT, "format " + token.getFormatValue() + " is not spoken here; use PROTOBUF (0)");
        }
        String replId = requireMetadata();
        if (wrappedReplId != null && !wrappedReplId.equals(replId)) {
            throw new TokenRefusedException(
                    Reason.METADATA,
                    "replid of the GovalToken is " + TokenRefusedException.quoted(wrappedReplId) + ", its token is for "
                            + TokenRefusedException.quoted(replId));
        }
        Optional<String> onlyForUser = Optional.empty();
        if (rights != null) {
            rights.requireMayMint();
            rights.requireCluster(token.getCluster());
            onlyForUser = rights.requireRepl(replId, token.getRepl().getUser());
        }
        Instant issuedAt = validities.getFirst().issuedAt();
        Instant expiresAt = validities.stream()
                .map(Validity::expiresAt)
                .min(Instant::compareTo)
                .orElseThrow();
        return new VerifiedToken(token, issuedAt, expiresAt, issuer, onlyForUser.orElse(null));
    }

    private static GovalToken wrapper(ByteString body) throws TokenRefusedException {
        try {
            return GovalToken.parseFrom(body);
        } catch (IOException e) {
            throw Subject.TOKEN.refusal(
                    Reason.WRONG_KIND, " body of version 1 is no GovalToken; identity tokens cannot connect", e);
        }
    }

    private static ByteString onlyReplToken(ByteString body, GovalToken wrapper) throws TokenRefusedException {
        List<ByteString> wrapped;
        try {
            wrapped = WireFields.occurrences(body, WRAPPED_FIELDS);
        } catch (IOException e) {
            throw Subject.WRAPPER.refusal(Reason.MALFORMED, " body is not protobuf", e);
        }
        if (wrapped.size() != 1 || !wrapper.hasReplToken()) {
            throw Subject.WRAPPER.refusal(
                    Reason.WRONG_KIND, " must hold one repl_token and nothing else; identity tokens cannot connect");
        }
        return wrapped.getFirst();
    }

    private static ReplToken replToken(ByteString body) throws TokenRefusedException {
        try {
            ReplToken token = ReplToken.parseFrom(body);
            int variants = WireFields.occurrences(body, METADATA_FIELDS).size();
            if (variants != 1) {
                throw Subject.TOKEN.refusal(
                        Reason.METADATA, " metadata must be exactly one of repl, id, classroom; it has " + variants);
            }
            return token;
        } catch (IOException e) {
            throw Subject.TOKEN.refusal(Reason.MALFORMED, " body is not a ReplToken message", e);
        }
    }

    /** Refuses metadata with a required field left empty; returns the Repl's id. */
    private String requireMetadata() throws TokenRefusedException {
        return switch (token.getMetadataCase()) {
            case REPL -> {
                Repl repl = token.getRepl();
                requireFilled("repl.language", repl.getLanguage());
                requireFilled("repl.bucket", repl.getBucket());
                requireFilled("repl.slug", repl.getSlug());
                requireFilled("repl.user", repl.getUser());
                yield requireFilled("repl.id", repl.getId());
            }
            case ID -> requireFilled("id.id", token.getId().getId());
            case CLASSROOM -> {
                requireFilled("classroom.language", token.getClassroom().getLanguage());
                yield requireFilled("classroom.id", token.getClassroom().getId());
            }
            case METADATA_NOT_SET ->
                throw Subject.TOKEN.refusal(Reason.METADATA, " metadata must be one of repl, id, classroom");
        };
    }

    private static String requireFilled(String field, String value) throws TokenRefusedException {
        if (value.isBlank()) {
            throw Subject.TOKEN.refusal(Reason.METADATA, " " + field + " is empty; the minter must fill it");
        }
        return value;
    }
}
