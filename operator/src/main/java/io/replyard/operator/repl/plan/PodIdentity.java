package io.replyard.operator.repl.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.replyard.crds.Language;
import io.replyard.crds.PodAdditions;
import io.replyard.crds.Repl;
import io.replyard.crds.RuntimeSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * The part of a Repl that a running pod cannot take over: whose it is, where its files are, and what its Language means.
 *
 * <p>The operator's own settings are left out on purpose: an upgrade of the operator must not end every pod. They hold from a Repl's next wake.
 */
final class PodIdentity {
    private static final int HASH_DIGITS = 16;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private PodIdentity() {}

    /** A hash that differs when a new pod is needed. */
    static String hash(Repl repl, Language language) {
        MessageDigest digest = sha256();
        add(digest, repl.getSpec().id());
        add(digest, repl.getSpec().slug());
        add(digest, repl.getSpec().user());
        add(digest, repl.getSpec().bucket());
        add(digest, repl.getSpec().language());
        add(digest, language.getSpec().image());
        // The hashes of pods that were made before a Language could say so must stay what they are.
        if (language.getSpec().runtimeOrDefault() == RuntimeSource.INCLUDED) {
            add(digest, RuntimeSource.INCLUDED.name());
        }
        if (!language.getSpec().podOrNone().equals(PodAdditions.NONE)) {
            add(digest, json(language.getSpec().podOrNone()));
        }
        language.getSpec().envOrEmpty().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> {
                    add(digest, entry.getKey());
                    add(digest, entry.getValue());
                });
        return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_DIGITS);
    }

    private static String json(PodAdditions additions) {
        try {
            return JSON.writeValueAsString(additions);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what came as JSON goes as JSON", e);
        }
    }

    /** With its length, so that no two lists of fields give the same bytes. */
    private static void add(MessageDigest digest, String field) {
        byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
