package io.replyard.crds;

import java.util.Arrays;
import java.util.Optional;

/**
 * Why a Repl is as it is: the {@code reason} of conditions, of {@link ReplTermination} and of Events. {@link #toString} is the spelling in the API.
 */
public enum ReplReason {
    /** The pod runs and has an address. */
    AWAKE("Awake", false),
    /** No pod, and none wished. */
    ASLEEP("Asleep", false),
    /** The pod ends on a wish to sleep. */
    SLEEPING("Sleeping", false),
    /** The pod is made, or waits for the node's attention. */
    POD_PENDING("PodPending", false),
    /** No node has room for the pod. */
    UNSCHEDULABLE("Unschedulable", true),
    /** The node fetches the image. */
    IMAGE_PULL("ImagePull", false),
    /** The node cannot fetch the image; it goes on trying. */
    IMAGE_PULL_FAILED("ImagePullFailed", true),
    /** The node starts the container. */
    STARTING("Starting", false),
    /** The node cannot start the container. */
    START_FAILED("StartFailed", true),
    /** A failed pod is started again after a wait. */
    CRASH_LOOP("CrashLoop", true),
    /** The kernel took the whole container for its memory. */
    OOM_KILLED("OOMKilled", true),
    /** The node took the pod back for want of disk or memory. */
    EVICTED("Evicted", true),
    /** The node is gone, and the pod with it. */
    NODE_LOST("NodeLost", true),
    /** pid1 ended with an error. */
    ERROR("Error", true),
    /** pid1 ended by itself with exit code 0: it decided to sleep. */
    COMPLETED("Completed", false),
    /** The pod was deleted by somebody else. */
    POD_DELETED("PodDeleted", false),
    /** The pod does not match the Repl or its Language any more and is made anew. */
    RECTIFYING("Rectifying", false),
    /** Limits were changed on the running pod. */
    RESIZED("Resized", false),
    /** The node cannot change the limits of the running pod; they hold from the next wake. */
    RESIZE_DEFERRED("ResizeDeferred", true),
    /** Neither the Repl's Language nor the one named default exists. */
    LANGUAGE_MISSING("LanguageMissing", true),
    /** The API server refuses the pod. */
    POD_REFUSED("PodRefused", true),
    /** A pod of that name exists that is not this Repl's. */
    POD_NAME_TAKEN("PodNameTaken", true),
    /** The Repl is being deleted. */
    DELETING("Deleting", false);

    private final String spelling;
    private final boolean bad;

    ReplReason(String spelling, boolean bad) {
        this.spelling = spelling;
        this.bad = bad;
    }

    /** The reason spelled like that, if this version knows it. */
    public static Optional<ReplReason> of(String spelling) {
        return Arrays.stream(values())
                .filter(reason -> reason.spelling.equals(spelling))
                .findFirst();
    }

    /** Whether an Event with this reason is a Warning. */
    public boolean isBad() {
        return bad;
    }

    @Override
    public String toString() {
        return spelling;
    }
}
