package io.replyard.conman.gateway;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.replyard.proto.token.Ed25519Keys;
import io.replyard.proto.token.RootKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON file with the root keys: a list of {@code {"keyId", "issuer"?, "publicKey"}}, the last as base64 of 32 bytes. Pure. */
final class RootKeysFile {
    /** One entry as it stands in the file. */
    record Entry(
            @JsonProperty(value = "keyId", required = true) String keyId,
            @JsonProperty("issuer") @Nullable String issuer,

            @JsonProperty(value = "publicKey", required = true)
            String publicKey) {}

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

    private RootKeysFile() {}

    /**
     * The keys in this text.
     *
     * @throws IllegalArgumentException naming the entry and the field that is wrong
     */
    static List<RootKey> parse(byte[] text) {
        List<Entry> entries;
        try {
            entries = JSON.readValue(text, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a JSON list of root keys: " + e.getOriginalMessage(), e);
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException("not a JSON list of root keys", e);
        }
        List<RootKey> keys = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            keys.add(key(i, entries.get(i)));
        }
        return keys;
    }

    private static RootKey key(int index, Entry entry) {
        try {
            String issuer = entry.issuer() == null || entry.issuer().isEmpty() ? null : entry.issuer();
            return new RootKey(entry.keyId(), issuer, Ed25519Keys.fromBase64(entry.publicKey()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("entry " + index + ": " + e.getMessage(), e);
        }
    }
}
