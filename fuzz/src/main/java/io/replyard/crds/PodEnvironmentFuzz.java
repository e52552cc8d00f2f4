package io.replyard.crds;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.replyard.fuzz.Expect;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a Repl is reaches its container to the letter, by the kubelet's expansion as by our own way back. The input is values, with a NUL between. */
public final class PodEnvironmentFuzz {
    private static final int VALUES = 6;

    private PodEnvironmentFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String[] values = Arrays.copyOf(new String(data, StandardCharsets.UTF_8).split("\0", VALUES), VALUES);
        for (int i = 0; i < VALUES; i++) {
            values[i] = values[i] == null ? "$" : values[i];
        }
        ReplSpec spec = ReplSpec.of(values[0], values[1], values[2], values[3], "b");
        LanguageSpec language =
                new LanguageSpec("image", null, null, Map.of("ONE", values[4], "TWO", values[5]), null, null, null);

        List<EnvVar> written =
                PodEnvironment.of(spec, language, new PodEnvironment.Orders(1, 2, 3, "10.96.0.1:443", List.of("key")));

        Map<String, String> read = PodEnvironment.read(pod(written));
        Map<String, String> expected = new HashMap<>(PodEnvironment.identity(spec));
        expected.put("ONE", values[4]);
        expected.put("TWO", values[5]);
        expected.forEach((name, value) -> Expect.same(read.get(name), value, "a value comes back: " + name));
        Map<String, String> seen = new HashMap<>();
        for (EnvVar variable : written) {
            if (variable.getValue() != null) {
                seen.put(variable.getName(), expanded(variable.getValue(), seen));
            }
        }
        Expect.same(seen, read, "the container sees what is read back");
    }

    /** As k8s.io/kubernetes/third_party/forked/golang/expansion does it. */
    private static String expanded(String value, Map<String, String> before) {
        StringBuilder out = new StringBuilder();
        for (int at = 0; at < value.length(); at++) {
            char c = value.charAt(at);
            if (c != '$' || at + 1 == value.length()) {
                out.append(c);
                continue;
            }
            char next = value.charAt(++at);
            int end = value.indexOf(')', at);
            if (next == '$') {
                out.append('$');
            } else if (next == '(' && end > 0) {
                String name = value.substring(at + 1, end);
                out.append(before.getOrDefault(name, "$(" + name + ")"));
                at = end;
            } else {
                out.append('$').append(next);
            }
        }
        return out.toString();
    }

    private static Pod pod(List<EnvVar> env) {
        return new PodBuilder()
                .withNewSpec()
                .addNewContainer()
                .withName(ReplPods.CONTAINER)
                .withEnv(env)
                .endContainer()
                .endSpec()
                .build();
    }

    public static List<byte[]> seeds() {
        return List.of("r-1\0python3\0slug\0user\0one\0two", "$\0$$\0$(REPL_ID)\0$$(REPL_ID)\0$(ONE\0a$(ONE)$").stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
