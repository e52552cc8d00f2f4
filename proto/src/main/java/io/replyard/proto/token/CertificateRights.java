package io.replyard.proto.token;

import io.replyard.proto.claims.CertificateClaim;
import io.replyard.proto.claims.FlagClaim;
import io.replyard.proto.claims.GovalCert;
import io.replyard.proto.token.TokenRefusedException.Reason;
import java.util.Optional;
import java.util.Set;

/**
 * What a certificate lets its key sign. Claims are compared by their oneof case: an unset claim looks like flag 0
 * otherwise, which is MINT_GOVAL_TOKEN. Wildcards count in every certificate, also in one right under a root.
 */
final class CertificateRights {
    private final Set<CertificateClaim> claims;

    CertificateRights(GovalCert certificate) {
        claims = Set.copyOf(certificate.getClaimsList());
    }

    /** Refuses a child certificate that this one's key has signed but may not have. */
    void requireMaySign(GovalCert child) throws TokenRefusedException {
        if (!has(FlagClaim.SIGN_INTERMEDIATE_CERT)) {
            throw new TokenRefusedException(
                    Reason.BAD_CERTIFICATE,
                    "certificate is signed by one without SIGN_INTERMEDIATE_CERT; add that claim to the signer");
        }
        for (CertificateClaim claim : child.getClaimsList()) {
            if (!claims.contains(claim) && !hasWildcardFor(claim)) {
                throw new TokenRefusedException(
                        Reason.BAD_CERTIFICATE,
                        "certificate claims " + describe(claim)
                                + ", which its signer has not; drop it there or add it");
            }
        }
    }

    /** Refuses signatures under connection tokens unless the certificate is meant for that. */
    void requireMayMint() throws TokenRefusedException {
        if (!has(FlagClaim.MINT_GOVAL_TOKEN)) {
            throw new TokenRefusedException(
                    Reason.NOT_AUTHORIZED, "certificate lacks MINT_GOVAL_TOKEN; add it to sign connection tokens");
        }
    }

    /** Refuses tokens for a cluster that neither a cluster claim nor ANY_CLUSTER covers. */
    void requireCluster(String cluster) throws TokenRefusedException {
        if (!has(FlagClaim.ANY_CLUSTER)
                && !claims.contains(
                        CertificateClaim.newBuilder().setCluster(cluster).build())) {
            throw new TokenRefusedException(
                    Reason.NOT_AUTHORIZED,
                    "certificate does not cover cluster " + TokenRefusedException.quoted(cluster)
                            + "; add the claim or ANY_CLUSTER");
        }
    }

    /**
     * Refuses a Repl that is not covered. The replid and user claims of one certificate add up, as the wire schema documents:
     * the Repl may be listed, or else its owner. An empty {@code user} is an unknown owner, which only ANY_USER covers.
     *
     * @return the user without whose claim the Repl would not be covered
     */
    Optional<String> requireRepl(String replId, String user) throws TokenRefusedException {
        if (has(FlagClaim.ANY_REPLID)
                || has(FlagClaim.ANY_USER)
                || claims.contains(
                        CertificateClaim.newBuilder().setReplid(replId).build())) {
            return Optional.empty();
        }
        if (!user.isEmpty()
                && claims.contains(CertificateClaim.newBuilder().setUser(user).build())) {
            return Optional.of(user);
        }
        throw new TokenRefusedException(
                Reason.NOT_AUTHORIZED,
                "certificate covers neither replid " + TokenRefusedException.quoted(replId)
                        + " nor its user; add a claim");
    }

    private boolean hasWildcardFor(CertificateClaim claim) {
        return switch (claim.getClaimCase()) {
            case REPLID -> has(FlagClaim.ANY_REPLID);
            case USER -> has(FlagClaim.ANY_USER);
            case USER_ID -> has(FlagClaim.ANY_USER_ID);
            case ORG -> has(FlagClaim.ANY_ORG);
            case CLUSTER -> has(FlagClaim.ANY_CLUSTER);
            case SUBCLUSTER -> has(FlagClaim.ANY_SUBCLUSTER);
            case DEPLOYMENT -> has(FlagClaim.DEPLOYMENTS);
            case FLAG, CLAIM_NOT_SET -> false;
        };
    }

    private boolean has(FlagClaim flag) {
        return claims.contains(CertificateClaim.newBuilder().setFlag(flag).build());
    }

    private static String describe(CertificateClaim claim) {
        return switch (claim.getClaimCase()) {
            case REPLID -> "replid " + TokenRefusedException.quoted(claim.getReplid());
            case USER -> "user " + TokenRefusedException.quoted(claim.getUser());
            case USER_ID -> "user_id " + claim.getUserId();
            case ORG -> "org " + TokenRefusedException.quoted(claim.getOrg().getId());
            case CLUSTER -> "cluster " + TokenRefusedException.quoted(claim.getCluster());
            case SUBCLUSTER -> "subcluster " + TokenRefusedException.quoted(claim.getSubcluster());
            case DEPLOYMENT -> "deployment";
            case FLAG ->
                claim.getFlag() == FlagClaim.UNRECOGNIZED
                        ? "flag " + claim.getFlagValue()
                        : "flag " + claim.getFlag().name();
            case CLAIM_NOT_SET -> "something unknown";
        };
    }
}
