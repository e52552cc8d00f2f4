package io.replyard.operator.repl.plan;

import io.fabric8.kubernetes.api.model.Pod;
import io.replyard.crds.ReplCondition;
import io.replyard.crds.ReplPhase;
import io.replyard.crds.ReplReason;
import io.replyard.crds.ReplStatus;
import io.replyard.operator.repl.plan.Plan.CreatePod;
import io.replyard.operator.repl.plan.Plan.DeletePod;
import io.replyard.operator.repl.plan.Plan.Notice;
import io.replyard.operator.repl.plan.Plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides what to do about a Repl. A pure function: the same observation always gives the same plan. */
public final class ReplPlanner {
    /** Until the informer has shown a pod that the API server knows of. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private final AwakePlanner awake;
    private final Refusals refusals;

    /** A planner that decides by those settings. */
    public ReplPlanner(PlannerSettings settings) {
        this.awake = new AwakePlanner(settings);
        this.refusals = new Refusals(settings);
    }

    /** What to do now. */
    public Plan plan(Observed observed) {
        if (observed.repl().isMarkedForDeletion()) {
            return Plan.of(observed.status());
        }
        PodState pod = PodReader.read(observed.repl(), observed.pod());
        Plan desired = observed.repl().getSpec().desiredAwake() ? awake.plan(observed, pod) : asleep(observed, pod);
        Plan plan = refusals.respected(observed, desired);
        return plan.telling(news(observed, plan));
    }

    /**
     * What to do after the API server refused a step for good.
     *
     * @param observed with the status as it was written before the step
     * @param message the API server's words
     */
    public Plan refused(Observed observed, Step step, String message) {
        ReplStatus status = step instanceof CreatePod
                ? new StatusDraft(observed, false)
                        .is(ReplPhase.FAILED, ReplReason.POD_REFUSED, message)
                        .build()
                : observed.status();
        Plan plan = refusals.refused(observed, status, step, message);
        return plan.telling(news(observed, plan));
    }

    /**
     * What to do after a pod could not be created because one of that name exists.
     *
     * @param holder that pod; null when it is gone by now
     */
    public Plan nameTaken(Observed observed, @Nullable Pod holder) {
        if (holder != null
                && PodReader.read(observed.repl(), holder) instanceof PodState.Foreign(boolean leaving)
                && !leaving) {
            return plan(observed.with(holder));
        }
        return Plan.of(observed.status()).lookAgainIn(SOON);
    }

    private static Plan asleep(Observed observed, PodState pod) {
        return switch (pod) {
            case PodState.Absent() -> Plan.of(gone(observed));
            case PodState.Foreign(boolean leaving) -> Plan.of(gone(observed));
            case PodState.Terminating terminating ->
                Plan.of(sleeping(observed).ended(terminating.termination()).build());
            case PodState.Ended ended ->
                Plan.of(sleeping(observed).ended(ended.termination()).build(), delete(observed));
            case PodState.Running running -> Plan.of(sleeping(observed).build(), delete(observed));
            case PodState.Pending pending -> Plan.of(sleeping(observed).build(), delete(observed));
            case PodState.Stuck stuck -> Plan.of(sleeping(observed).build(), delete(observed));
        };
    }

    /** A Repl that slept starts from a clean slate: the next wake waits for no earlier failure. */
    private static ReplStatus gone(Observed observed) {
        return new StatusDraft(observed, false)
                .is(ReplPhase.ASLEEP, ReplReason.ASLEEP, "no pod runs; spec.replicas 1 wakes the Repl")
                .restarts(0)
                .build();
    }

    private static StatusDraft sleeping(Observed observed) {
        return observed.wasIn(ReplPhase.SLEEPING)
                ? StatusDraft.keeping(observed)
                : new StatusDraft(observed, true).is(ReplPhase.SLEEPING, ReplReason.SLEEPING, "the pod is ending");
    }

    private static DeletePod delete(Observed observed) {
        return new DeletePod(Objects.requireNonNull(observed.pod()), false);
    }

    /** Events follow from the change of status, so they are as few and as repeatable as its writes. */
    private static List<Notice> news(Observed observed, Plan plan) {
        List<Notice> news = new ArrayList<>(plan.notices());
        ReplStatus before = observed.status();
        ReplStatus after = plan.status();
        Refusals.news(before, after).ifPresent(news::add);
        Optional<ReplCondition> ready = after.condition(ReplCondition.READY);
        boolean firstStatus = before.phase() == null && after.phase() == ReplPhase.ASLEEP;
        if (ready.isEmpty() || firstStatus) {
            return news;
        }
        Optional<ReplReason> reason = ReplReason.of(ready.get().reason());
        if (before.phase() != after.phase() || !observed.lastReason().equals(reason)) {
            reason.filter(known -> !ReasonTrait.ROUTINE.is(known))
                    .filter(known -> news.stream().noneMatch(notice -> notice.reason() == known))
                    .ifPresent(known -> news.add(new Notice(known, ready.get().message())));
        }
        return news;
    }
}
