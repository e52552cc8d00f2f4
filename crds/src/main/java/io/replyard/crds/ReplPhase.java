package io.replyard.crds;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a Repl is on its way. */
public enum ReplPhase {
    /** No pod, and none desired. */
    @JsonProperty("Asleep")
    ASLEEP,
    /** Desired awake; the pod does not run yet. */
    @JsonProperty("Waking")
    WAKING,
    /** The pod runs and has an address; pid1 itself says when its boot is done. */
    @JsonProperty("Ready")
    READY,
    /** The pod is going. */
    @JsonProperty("Sleeping")
    SLEEPING,
    /** Desired awake but it cannot be, for the reason in the Ready condition. */
    @JsonProperty("Failed")
    FAILED
}
