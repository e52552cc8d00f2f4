package io.replyard.proto.token;

import com.google.protobuf.Timestamp;
import io.replyard.proto.token.TokenRefusedException.Reason;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When something signed holds: from {@code issuedAt} until just before {@code expiresAt}. Defaults as the wire schema states
 * them: no iat is the UNIX epoch, no exp is one hour after iat.
 */
record Validity(Subject subject, Instant issuedAt, Instant expiresAt) {
    /** How far ahead the signer's clock may run. */
    static final Duration LEEWAY = Duration.ofSeconds(60);

    private static final Duration DEFAULT_LIFETIME = Duration.ofHours(1);
    // What google/protobuf/timestamp.proto allows: the years 1 to 9999.
    private static final long MIN_SECONDS = -62_135_596_800L;
    private static final long MAX_SECONDS = 253_402_300_799L;
    private static final int MAX_NANOS = 999_999_999;

    static Validity of(Subject subject, @Nullable Timestamp iat, @Nullable Timestamp exp) throws TokenRefusedException {
        Instant issuedAt = iat == null ? Instant.EPOCH : instant(subject, "iat", iat);
        Instant expiresAt = exp == null ? issuedAt.plus(DEFAULT_LIFETIME) : instant(subject, "exp", exp);
        return new Validity(subject, issuedAt, expiresAt);
    }

    void requireAt(Instant now) throws TokenRefusedException {
        if (issuedAt.isAfter(now.plus(LEEWAY))) {
            throw subject.refusal(
                    Reason.NOT_YET_VALID, " iat " + issuedAt + " is in the future; check the signer's clock");
        }
        if (!now.isBefore(expiresAt)) {
            throw subject.refusal(Reason.EXPIRED, " exp " + expiresAt + " has passed; get a new one");
        }
    }

    static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    private static Instant instant(Subject subject, String field, Timestamp time) throws TokenRefusedException {
        long seconds = time.getSeconds();
        int nanos = time.getNanos();
        if (seconds < MIN_SECONDS || seconds > MAX_SECONDS || nanos < 0 || nanos > MAX_NANOS) {
            throw subject.refusal(Reason.MALFORMED, " " + field + " is not a time between the years 1 and 9999");
        }
        return Instant.ofEpochSecond(seconds, nanos);
    }
}
