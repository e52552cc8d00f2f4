package io.replyard.operator.repl.plan;

import io.replyard.crds.ReplPhase;
import io.replyard.crds.ReplReason;
import io.replyard.crds.ReplStatus;
import java.time.Duration;
import java.util.Optional;

/** Pods that cannot run as things are: how long that is no more than a slow wake. */
final class StuckPlanner {
    private final PlannerSettings settings;

    StuckPlanner(PlannerSettings settings) {
        this.settings = settings;
    }

    Plan plan(Observed observed, PodState.Stuck pod) {
        return switch (pod.reason()) {
            case UNSCHEDULABLE -> Plan.of(status(observed, ReplPhase.WAKING, ReplReason.UNSCHEDULABLE, pod));
            case IMAGE_PULL -> pulling(observed, pod);
            default -> Plan.of(status(observed, ReplPhase.FAILED, pod.reason(), pod));
        };
    }

    private Plan pulling(Observed observed, PodState.Stuck pod) {
        if (observed.lastReason().equals(Optional.of(ReplReason.IMAGE_PULL_FAILED))) {
            // The kubelet's words change with each try; the first ones say it all.
            return Plan.of(StatusDraft.asBefore(observed));
        }
        Duration left = Duration.between(observed.now(), pod.since().plus(settings.imagePullDeadline()));
        return pod.definitive() || !left.isPositive()
                ? Plan.of(status(observed, ReplPhase.FAILED, ReplReason.IMAGE_PULL_FAILED, pod))
                : Plan.of(status(observed, ReplPhase.WAKING, ReplReason.IMAGE_PULL, pod))
                        .lookAgainIn(left);
    }

    private static ReplStatus status(Observed observed, ReplPhase phase, ReplReason reason, PodState.Stuck pod) {
        return new StatusDraft(observed, true).is(phase, reason, pod.message()).build();
    }
}
