package io.replyard.crds;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What outlives a Repl's pod. */
public enum Persistence {
    /** Files and metadata: the Repl sleeps and wakes for ever. */
    @JsonProperty("Persistent")
    PERSISTENT,
    /** Files persist, the Repl object expires some time after its last session. */
    @JsonProperty("Ephemeral")
    EPHEMERAL,
    /** Nothing: when the pod ends the Repl goes too. */
    @JsonProperty("None")
    NONE
}
