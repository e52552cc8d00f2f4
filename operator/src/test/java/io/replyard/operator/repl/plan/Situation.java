package io.replyard.operator.repl.plan;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * What the planner is given, written as differences. A case names the files of the folder {@code base} that it starts from, the first of them complete, the
 * others differences like itself, and then says what is otherwise: {@code base: [ready, pod-ended]}, {@code pod: {status: ...}}.
 *
 * <p>A difference is a JSON merge patch (RFC 7396): {@code null} removes, so {@code pod: null} means that there is no pod. Beyond the RFC, and as in
 * Kubernetes' own patches, lists whose items have a {@code type} or {@code name} are merged item by item. What no field of the model takes up, and what removes
 * something that is not there, is an error: it would be a misspelling.
 */
final class Situation {
    private static final List<String> ITEM_KEYS = List.of("type", "name");
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .annotationIntrospector(new NothingIgnored())
            .build();

    private final Path bases;

    Situation(Path bases) {
        this.bases = bases;
    }

    Observed read(Path file) throws IOException {
        ObjectNode difference = tree(file);
        JsonNode names = difference.remove("base");
        if (names == null || !names.isArray()) {
            throw new IllegalArgumentException(file + ": start with base: [...], names of files in " + bases);
        }
        JsonNode merged = STRICT.createObjectNode();
        for (JsonNode name : names) {
            Path base = bases.resolve(name.asText() + ".yaml");
            merged = merge(merged, tree(base), base.toString());
        }
        merged = merge(merged, difference, file.toString());
        try {
            return STRICT.treeToValue(merged, Observed.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private static ObjectNode tree(Path file) throws IOException {
        return YAML.unmarshal(Files.readString(file), ObjectNode.class);
    }

    private static JsonNode merge(JsonNode base, JsonNode difference, String where) {
        if (base instanceof ArrayNode items && difference instanceof ArrayNode others) {
            return itemKey(items, others)
                    .map(key -> merge(items, others, key, where))
                    .orElse(others);
        }
        if (!(difference instanceof ObjectNode changes)) {
            return difference;
        }
        ObjectNode merged = base instanceof ObjectNode object ? object.deepCopy() : STRICT.createObjectNode();
        changes.properties().forEach(change -> {
            String path = where + " " + change.getKey();
            JsonNode before = merged.remove(change.getKey());
            if (!change.getValue().isNull()) {
                merged.set(
                        change.getKey(),
                        merge(Optional.ofNullable(before).orElse(STRICT.nullNode()), change.getValue(), path));
            } else if (before == null) {
                throw new IllegalArgumentException(path + ": cannot be removed, it is not there");
            }
        });
        return merged;
    }

    private static ArrayNode merge(ArrayNode items, ArrayNode others, String key, String where) {
        List<JsonNode> merged = new ArrayList<>();
        items.forEach(merged::add);
        for (JsonNode other : others) {
            int known = merged.stream().map(item -> item.get(key)).toList().indexOf(other.get(key));
            if (known < 0) {
                merged.add(other);
            } else {
                merged.set(known, merge(merged.get(known), other, where + " " + other.get(key)));
            }
        }
        return STRICT.createArrayNode().addAll(merged);
    }

    private static Optional<String> itemKey(ArrayNode items, ArrayNode others) {
        return ITEM_KEYS.stream()
                .filter(key -> StreamSupport.stream(items.spliterator(), false).allMatch(item -> item.has(key)))
                .filter(key -> StreamSupport.stream(others.spliterator(), false).allMatch(item -> item.has(key)))
                .findFirst();
    }

    /** The API's classes take up or ignore what they do not know, as clients of a server that is newer must. */
    private static final class NothingIgnored extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasAnySetter(Annotated member) {
            return false;
        }

        @Override
        public JsonIgnoreProperties.Value findPropertyIgnoralByName(MapperConfig<?> config, Annotated type) {
            return super.findPropertyIgnoralByName(config, type).withoutIgnoreUnknown();
        }
    }
}
