package io.replyard.crds;

import com.fasterxml.jackson.annotation.JsonProperty;

/** When a node asks the registry for an image, in Kubernetes' own words. */
public enum ImagePullPolicy {
    /** At each start. */
    @JsonProperty("Always")
    ALWAYS("Always"),
    /** Only when the node does not have it. */
    @JsonProperty("IfNotPresent")
    IF_NOT_PRESENT("IfNotPresent"),
    /** Not at all. */
    @JsonProperty("Never")
    NEVER("Never");

    private final String spelling;

    ImagePullPolicy(String spelling) {
        this.spelling = spelling;
    }

    @Override
    public String toString() {
        return spelling;
    }
}
