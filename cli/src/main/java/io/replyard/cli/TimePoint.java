package io.replyard.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A moment as people type it: fixed, relative, or deliberately left out. */
sealed interface TimePoint {
    /** The moment, or null for {@link Absent}. */
    @Nullable Instant from(Instant origin);

    /** A fixed moment. */
    record At(Instant instant) implements TimePoint {
        @Override
        public Instant from(Instant origin) {
            return instant;
        }
    }

    /** So long after (or, negative, before) a moment that is known only later. */
    record After(Duration offset) implements TimePoint {
        @Override
        public Instant from(Instant origin) {
            return origin.plus(offset);
        }
    }

    /** The field stays out of the token, so that its default applies. */
    record Absent() implements TimePoint {
        @Override
        public @Nullable Instant from(Instant origin) {
            return null;
        }
    }

    /** Reads Unix seconds, ISO 8601, {@code +10m}, {@code -2h} or {@code none}. */
    final class Converter implements ITypeConverter<TimePoint> {
        @Override
        public TimePoint convert(String text) {
            try {
                if (text.equals("none")) {
                    return new Absent();
                }
                if (text.startsWith("+") || text.startsWith("-")) {
                    Duration offset = Durations.parse(text.substring(1));
                    return new After(text.startsWith("-") ? offset.negated() : offset);
                }
                if (text.chars().allMatch(Character::isDigit)) {
                    return new At(Instant.ofEpochSecond(Long.parseLong(text)));
                }
                return new At(Instant.parse(text));
            } catch (DateTimeException | NumberFormatException | TypeConversionException _) {
                throw new TypeConversionException(
                        "'" + text + "' is no time; write Unix seconds, 2026-01-31T12:00:00Z, +10m, -2h or none");
            }
        }
    }
}
