package io.replyard.cli;

import io.replyard.fuzz.Expect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.TypeConversionException;

/** Words of a command line: read as what they say, or refused with a sentence. */
public final class ArgumentsFuzz {
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_100);

    /** Of what a token may say. */
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    /** Of nine digits, as people write them. */
    private static final long MOST_SECONDS = 999_999_999;

    private ArgumentsFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        try {
            long bytes = new ByteSize().convert(text);
            Expect.same(new ByteSize().convert(String.valueOf(bytes)), bytes, "a size is the same in bytes");
        } catch (TypeConversionException e) {
            requireSentence(e, text);
        }
        try {
            Duration duration = Durations.parse(text);
            Expect.that(
                    duration.toSeconds() > MOST_SECONDS
                            || Durations.parse(duration.toSeconds() + "s").equals(duration),
                    "a duration is the same in seconds");
        } catch (TypeConversionException e) {
            requireSentence(e, text);
        }
        try {
            Instant moment = new TimePoint.Converter().convert(text).from(NOW);
            if (moment != null && moment.isBefore(LAST) && moment.isAfter(Instant.EPOCH)) {
                Expect.same(
                        new TimePoint.Converter().convert(moment.toString()).from(NOW),
                        moment,
                        "a moment is the same in ISO 8601");
            }
        } catch (TypeConversionException e) {
            requireSentence(e, text);
        }
        try {
            URI address = ServerAddress.parse("--server", text);
            Expect.same(ServerAddress.parse("--server", address.toString()), address, "an address stays as it is");
        } catch (UsageException e) {
            Expect.that(!String.valueOf(e.getMessage()).isBlank(), "a refusal says why");
        }
        try {
            String token = PastedToken.parse("--token", text);
            Expect.same(PastedToken.parse("--token", token), token, "a token stays as it is");
        } catch (UsageException e) {
            Expect.that(!String.valueOf(e.getMessage()).isBlank(), "a refusal says why");
        }
    }

    private static void requireSentence(TypeConversionException e, String text) {
        Expect.that(String.valueOf(e.getMessage()).contains(text), "a refusal quotes what it refuses");
    }

    public static List<byte[]> seeds() {
        return List.of(
                        "512Mi",
                        "1.5G",
                        "-0.5Ki",
                        "7d",
                        "90s",
                        "+10m",
                        "-2h",
                        "none",
                        "1700000000",
                        "2026-01-31T12:00:00.5Z",
                        "ws://localhost:4560",
                        "https://h.example/",
                        "wss://[::1]:1",
                        "v2.public.a_b.c")
                .stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
