package io.replyard.conman.repl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.replyard.crds.Repl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Who owns which field, as server-side apply counts it. Pure. */
final class FieldOwnership {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String METADATA = "/metadata/";

    private FieldOwnership() {}

    /** Who wrote an object that has just been made, in the API server's words. */
    static String writer(Repl made) {
        return made.getMetadata().getManagedFields().stream()
                .filter(FieldOwnership::isWrite)
                .map(entry -> String.valueOf(entry.getManager()))
                .findFirst()
                .orElse("");
    }

    /** A JSON patch after which {@code manager} owns what {@code writer} has written to this state of the object, as if it had applied it. */
    static String asApplied(Repl state, String writer, String manager) {
        List<Map<String, Object>> patch = new ArrayList<>();
        patch.add(operation("test", "resourceVersion", state.getMetadata().getResourceVersion()));
        List<ManagedFieldsEntry> entries = state.getMetadata().getManagedFields();
        for (int i = 0; i < entries.size(); i++) {
            if (isWrite(entries.get(i)) && writer.equals(entries.get(i).getManager())) {
                patch.add(operation("replace", "managedFields/" + i + "/manager", manager));
                patch.add(operation("replace", "managedFields/" + i + "/operation", "Apply"));
            }
        }
        try {
            return JSON.writeValueAsString(patch);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of texts are JSON", e);
        }
    }

    private static boolean isWrite(ManagedFieldsEntry entry) {
        return "Update".equals(entry.getOperation()) && entry.getSubresource() == null;
    }

    private static Map<String, Object> operation(String op, String field, String value) {
        return Map.of("op", op, "path", METADATA + field, "value", value);
    }
}
