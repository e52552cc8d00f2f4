package io.replyard.crds;

import java.util.Arrays;
import java.util.Optional;

/**
 * Why a Repl is as it is: the {@code reason} of conditions, of {@link ReplTermination} and of Events. {@link #toString} is the spelling in the API.
 */
public enum ReplReason {
    /** The pod runs and has an address. */
    AWAKE("Awake"),
    /** No pod, and none desired. */
    ASLEEP("Asleep"),
    /** The pod ends because the Repl is to sleep. */
    SLEEPING("Sleeping"),
    /** The pod is made, or waits for the node's attention. */
    POD_PENDING("PodPending"),
    /** No node has room for the pod. */
    UNSCHEDULABLE("Unschedulable"),
    /** The node fetches the image. */
    IMAGE_PULL("ImagePull"),
    /** The node cannot fetch the image; it goes on trying. */
    IMAGE_PULL_FAILED("ImagePullFailed"),
    /** The node starts the container. */
    STARTING("Starting"),
    /** The node cannot start the container. */
    START_FAILED("StartFailed"),
    /** A failed pod is started again after a wait. */
    CRASH_LOOP("CrashLoop"),
    /** The kernel took the whole container for its memory. */
    OOM_KILLED("OOMKilled"),
    /** The node took the pod back for want of disk or memory. */
    EVICTED("Evicted"),
    /** The node is gone, and the pod with it. */
    NODE_LOST("NodeLost"),
    /** pid1 was told to stop, and not by Kubernetes: from inside the Repl, or by hand on the node. */
    STOPPED("Stopped"),
    /** pid1 ended with an error. */
    ERROR("Error"),
    /** pid1 ended by itself with exit code 0: it decided to sleep. */
    COMPLETED("Completed"),
    /** The pod was deleted by somebody else. */
    POD_DELETED("PodDeleted"),
    /** The pod does not match the Repl or its Language any more and is made anew. */
    RECTIFYING("Rectifying"),
    /** Limits were changed on the running pod. */
    RESIZED("Resized"),
    /** The pod runs, but the node cannot change its limits; they hold from the next wake. */
    RESIZE_DEFERRED("ResizeDeferred"),
    /** Neither the Repl's Language nor the one named default exists. */
    LANGUAGE_MISSING("LanguageMissing"),
    /** The API server refuses the pod. */
    POD_REFUSED("PodRefused"),
    /** The API server refuses other limits for the running pod. */
    RESIZE_REFUSED("ResizeRefused"),
    /** The API server refuses to delete the pod. */
    DELETE_REFUSED("DeleteRefused"),
    /** The API server refuses to let the Repl sleep that pid1 put to sleep. */
    SLEEP_REFUSED("SleepRefused"),
    /** The API server refuses the Repl's status, which can therefore not say so. */
    STATUS_REFUSED("StatusRefused"),
    /** A pod of that name exists that is not this Repl's. */
    POD_NAME_TAKEN("PodNameTaken"),
    /** The Repl is being deleted. */
    DELETING("Deleting");

    private final String spelling;

    ReplReason(String spelling) {
        this.spelling = spelling;
    }

    /** The reason spelled like that, if this version knows it. */
    public static Optional<ReplReason> of(String spelling) {
        return Arrays.stream(values())
                .filter(reason -> reason.spelling.equals(spelling))
                .findFirst();
    }

    @Override
    public String toString() {
        return spelling;
    }
}
