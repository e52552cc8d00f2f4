package io.replyard.pid1.identity;

import io.replyard.fuzz.Expect;
import io.replyard.proto.session.PodVariables;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A pod's environment, of any names and values: read or refused by name, and of pid1's own variables programs see none. The input is lines of name and value. */
public final class ReplIdentityFuzz {
    private static final String DEFAULTS = " PATH HOME USER LOGNAME LANG ";

    private ReplIdentityFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        Map<String, String> own = new TreeMap<>();
        for (String line : new String(data, StandardCharsets.UTF_8).split("\n", -1)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                own.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        try {
            ThisPod pod = ThisPod.from(own);
            Expect.that(!pod.uid().isBlank(), "a pod has a uid");
        } catch (IllegalArgumentException e) {
            Expect.that(e.getMessage() != null, "a refusal says why");
        }
        try {
            ReplIdentity identity = ReplIdentity.from(own);
            Expect.that(!identity.id().isBlank() && !identity.slug().contains("/"), "a Repl has an id and a folder");
            requireProgramsOwn(own, identity.environment());
        } catch (IllegalArgumentException e) {
            Expect.that(
                    own.keySet().stream()
                                    .anyMatch(name ->
                                            String.valueOf(e.getMessage()).contains(name))
                            || String.valueOf(e.getMessage()).contains("is not set"),
                    "a refusal names what is wrong");
        }
    }

    /** The same by another way: for each name on its own, where its value must come from. */
    private static void requireProgramsOwn(Map<String, String> own, Map<String, String> programs) {
        programs.forEach((name, value) -> {
            String kept = own.get(PodVariables.PROGRAM_PREFIX + name);
            boolean isPrivate = name.startsWith(PodVariables.PRIVATE_PREFIX);
            String expected = kept != null ? kept : isPrivate ? null : own.get(name);
            Expect.that(
                    expected == null ? DEFAULTS.contains(" " + name + " ") : expected.equals(value),
                    "programs see what is theirs: " + name);
        });
        own.keySet()
                .forEach(name -> Expect.that(
                        name.startsWith(PodVariables.PRIVATE_PREFIX) || programs.containsKey(name),
                        "programs see all that is theirs"));
    }

    public static List<byte[]> seeds() {
        String pod = "REPL_ID=r\nREPL_SLUG=s\nREPL_OWNER=u\nREPL_LANGUAGE=l\nREPLYARD_POD_UID=p\nREPLYARD_SESSION_KEYS="
                + "on0FkSmEC+ce40V9Vc4QABXSx6TXo+lhp99b6Ka0gro=\n";
        return List.of(
                        pod + "REPLYARD_FLAGS=a,b\nREPLYARD_MEMORY_BYTES=123\nREPLYARD_PROCESSES=40",
                        pod + "REPLYARD_PROGRAM_LANG=C\nREPLYARD_PROGRAM_REPLYARD_X=1\nHOME=/h\nPATH=/bin",
                        "REPL_ID=r\nREPL_SLUG=../x\nREPLYARD_PROCESSES=1e9\nREPLYARD_DISK=-1")
                .stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
