package io.replyard.operator.repl.plan;

import io.replyard.crds.ReplReason;
import java.util.EnumSet;
import java.util.Set;

/** What a reason means for planning, beyond its words. */
enum ReasonTrait {
    /** People should look at it: its Event is a Warning. */
    WARNING,
    /** A step of every wake and sleep, of which no Event tells. */
    ROUTINE,
    /** It explains why an old pod is going, and stays until the new one is there. */
    REPLACEMENT,
    /** The pod could not be created; the status holds until one can. */
    REFUSAL;

    boolean is(ReplReason reason) {
        return of(reason).contains(this);
    }

    private static Set<ReasonTrait> of(ReplReason reason) {
        return switch (reason) {
            case AWAKE, ASLEEP, IMAGE_PULL, COMPLETED, RESIZED -> EnumSet.noneOf(ReasonTrait.class);
            case SLEEPING, DELETING -> EnumSet.of(ROUTINE);
            case POD_PENDING -> EnumSet.of(ROUTINE, REPLACEMENT);
            case STARTING, RECTIFYING, POD_DELETED -> EnumSet.of(REPLACEMENT);
            case EVICTED, NODE_LOST -> EnumSet.of(WARNING, REPLACEMENT);
            case POD_REFUSED, POD_NAME_TAKEN -> EnumSet.of(WARNING, REFUSAL);
            case UNSCHEDULABLE,
                    IMAGE_PULL_FAILED,
                    START_FAILED,
                    CRASH_LOOP,
                    OOM_KILLED,
                    STOPPED,
                    ERROR,
                    RESIZE_DEFERRED,
                    RESIZE_REFUSED,
                    DELETE_REFUSED,
                    SLEEP_REFUSED,
                    STATUS_REFUSED,
                    LANGUAGE_MISSING -> EnumSet.of(WARNING);
        };
    }
}
