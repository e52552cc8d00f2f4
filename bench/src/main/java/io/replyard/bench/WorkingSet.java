package io.replyard.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Memory of a pod as its kubelet counts it. */
final class WorkingSet {
    private WorkingSet() {}

    /** In bytes, out of the kubelet's summary; NaN while the kubelet has not looked. */
    static double of(String summary, Pod pod) {
        for (JsonNode known : Serialization.unmarshal(summary, JsonNode.class).path("pods")) {
            if (known.path("podRef")
                    .path("uid")
                    .asText()
                    .equals(pod.getMetadata().getUid())) {
                return known.path("memory").path("workingSetBytes").asDouble(Double.NaN);
            }
        }
        return Double.NaN;
    }
}
