package io.replyard.crds;

import io.replyard.fuzz.Expect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Every id has a name that Kubernetes takes, and no two ids have one name, also when one of them is chosen for that. The input is two ids, with a NUL between. */
public final class ReplNamesFuzz {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private ReplNamesFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String[] ids = new String(data, StandardCharsets.UTF_8).split("\0", 2);
        String name = ReplNames.of(ids[0]);
        Expect.that(LABEL.matcher(name).matches(), "a name is a DNS label");
        for (String other : List.of(ids[ids.length - 1], name, ids[0] + "-", ids[0].toLowerCase(Locale.ROOT))) {
            Expect.that(other.equals(ids[0]) || !ReplNames.of(other).equals(name), "no two ids have one name");
        }
    }

    public static List<byte[]> seeds() {
        return List.of(
                        "r-1",
                        "R_1\0r-1",
                        "0".repeat(63) + "\0" + "0".repeat(64),
                        "-ab-\0ab",
                        "\u0130stanbul",
                        "repl-0123456789abcdef")
                .stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
