package io.replyard.crds;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How pid1 and its Java come into the pods of a Language. */
public enum RuntimeSource {
    /** The image itself holds them. Nothing is mounted, so pods start sooner. */
    @JsonProperty("Included")
    INCLUDED,
    /** They are mounted from an image of their own: any image with a shell and glibc will do. */
    @JsonProperty("Mounted")
    MOUNTED
}
