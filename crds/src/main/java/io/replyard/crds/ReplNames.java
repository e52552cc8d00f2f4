package io.replyard.crds;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** Names of Repl objects. */
public final class ReplNames {
    private static final int MAX_LABEL = 63;
    private static final int HASH_DIGITS = 16;
    private static final int MAX_READABLE = MAX_LABEL - HASH_DIGITS - 1;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern HASHED = Pattern.compile(".*-[0-9a-f]{16}");
    private static final Pattern FOREIGN = Pattern.compile("[^a-z0-9]+");

    private ReplNames() {}

    /**
     * The name of the Repl with that id: the id itself when it is a DNS label, else a readable part of it, {@code -} and 16 hex digits of its SHA-256.
     *
     * <p>A label that already looks like the second form is hashed too; so no id can be chosen that takes another one's name.
     */
    public static String of(String id) {
        if (id.length() <= MAX_LABEL
                && LABEL.matcher(id).matches()
                && !HASHED.matcher(id).matches()) {
            return id;
        }
        String readable = readablePart(id);
        String hash = sha256(id).substring(0, HASH_DIGITS);
        return readable.isEmpty() ? "repl-" + hash : readable + "-" + hash;
    }

    private static String readablePart(String id) {
        String dashed = trimDashes(FOREIGN.matcher(id.toLowerCase(Locale.ROOT)).replaceAll("-"));
        return trimDashes(dashed.substring(0, Math.min(dashed.length(), MAX_READABLE)));
    }

    private static String trimDashes(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && text.charAt(from) == '-') {
            from++;
        }
        while (to > from && text.charAt(to - 1) == '-') {
            to--;
        }
        return text.substring(from, to);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
