package io.replyard.conman.repl;

import io.fabric8.kubernetes.api.model.Quantity;
import io.replyard.crds.Persistence;
import io.replyard.crds.ReplResources;
import io.replyard.crds.ReplSpec;
import io.replyard.crds.ReplSpecBuilder;
import io.replyard.proto.claims.Repl;
import io.replyard.proto.claims.ReplToken;
import io.replyard.proto.claims.ResourceLimits;
import io.replyard.proto.session.CloseReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The Repl that a token describes, as the spec it should have. Pure. */
final class DesiredRepl {
    private static final List<String> BINARY_UNITS = List.of("", "Ki", "Mi", "Gi", "Ti");
    private static final int UNIT = 1024;

    private DesiredRepl() {}

    /**
     * The id that a token is for.
     *
     * @throws ReplRefusedException for the deprecated classroom variant
     */
    static String id(ReplToken token) throws ReplRefusedException {
        return switch (token.getMetadataCase()) {
            case REPL -> token.getRepl().getId();
            case ID -> token.getId().getId();
            case CLASSROOM, METADATA_NOT_SET ->
                throw new ReplRefusedException(
                        ReplRefusedException.Reason.CLASSROOM,
                        CloseReason.policy(
                                "metadata.classroom is deprecated and not served: connect with repl metadata"));
        };
    }

    /**
     * The desired spec.
     *
     * @param stored the Repl as it is, if it is known
     * @throws ReplRefusedException when the token leaves something open that nothing stored can fill, or a limit is no number
     */
    static ReplSpec of(ReplToken token, @Nullable ReplSpec stored) throws ReplRefusedException {
        return token.hasRepl() ? described(token, stored) : known(token, stored);
    }

    /** Whether applying {@code desired} would change {@code stored}. */
    static boolean differs(ReplSpec stored, ReplSpec desired) {
        return !stored.normalised().equals(desired.normalised());
    }

    private static ReplSpec described(ReplToken token, @Nullable ReplSpec stored) throws ReplRefusedException {
        Repl repl = token.getRepl();
        return withTokenSettings(
                token,
                ReplSpecBuilder.builder()
                        .id(repl.getId())
                        .language(repl.getLanguage())
                        .slug(repl.getSlug())
                        .user(repl.getUser())
                        .bucket(repl.getBucket())
                        .sourceRepl(stored == null ? source(repl) : stored.sourceRepl()));
    }

    private static ReplSpec known(ReplToken token, @Nullable ReplSpec stored) throws ReplRefusedException {
        if (stored == null) {
            throw new ReplRefusedException(
                    ReplRefusedException.Reason.UNKNOWN_REPL,
                    CloseReason.policy(
                            "Repl " + token.getId().getId() + " is not known here; connect once with full metadata"));
        }
        return withTokenSettings(token, ReplSpecBuilder.builder(stored));
    }

    /** What every token says, whichever way it names its Repl. */
    private static ReplSpec withTokenSettings(ReplToken token, ReplSpecBuilder spec) throws ReplRefusedException {
        return spec.persistence(persistence(token))
                .resources(resources(token))
                .flags(flags(token))
                .replicas(1)
                .build();
    }

    /** A Repl that names itself as its source simply starts from its own files. */
    private static @Nullable String source(Repl repl) {
        String source = repl.getSourceRepl();
        return source.isEmpty() || source.equals(repl.getId()) ? null : source;
    }

    private static Persistence persistence(ReplToken token) throws ReplRefusedException {
        return switch (token.getPersistence()) {
            case PERSISTENT -> Persistence.PERSISTENT;
            case EPHEMERAL -> Persistence.EPHEMERAL;
            case NONE -> Persistence.NONE;
            case UNRECOGNIZED -> throw invalid("persistence " + token.getPersistenceValue() + " is not known here");
        };
    }

    private static @Nullable List<String> flags(ReplToken token) {
        return token.getFlagsCount() == 0 ? null : List.copyOf(token.getFlagsList());
    }

    private static @Nullable ReplResources resources(ReplToken token) throws ReplRefusedException {
        if (!token.hasResourceLimits()) {
            return null;
        }
        ResourceLimits limits = token.getResourceLimits();
        return new ReplResources(
                limits.hasNet() ? limits.getNet() : null,
                bytes("memory", limits.getMemory()),
                amount("threads", limits.getThreads()),
                amount("shares", limits.getShares()),
                bytes("disk", limits.getDisk()));
    }

    private static @Nullable Double amount(String field, double value) throws ReplRefusedException {
        if (!Double.isFinite(value) || value < 0) {
            throw invalid("resourceLimits." + field + " must be a number of 0 (the default) or more");
        }
        return value == 0 ? null : value;
    }

    /** In the largest unit that gives a whole number, as people write it. */
    private static @Nullable Quantity bytes(String field, long value) throws ReplRefusedException {
        if (value < 0) {
            throw invalid("resourceLimits." + field + " must be a number of bytes, 0 (the default) or more");
        }
        if (value == 0) {
            return null;
        }
        long amount = value;
        int unit = 0;
        while (amount % UNIT == 0 && unit < BINARY_UNITS.size() - 1) {
            amount /= UNIT;
            unit++;
        }
        return new Quantity(Long.toString(amount), BINARY_UNITS.get(unit));
    }

    private static ReplRefusedException invalid(String message) {
        return new ReplRefusedException(ReplRefusedException.Reason.INVALID, CloseReason.policy(message));
    }
}
