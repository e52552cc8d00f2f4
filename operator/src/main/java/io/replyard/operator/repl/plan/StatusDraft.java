package io.replyard.operator.repl.plan;

import io.replyard.crds.ReplCondition;
import io.replyard.crds.ReplLabels;
import io.replyard.crds.ReplPhase;
import io.replyard.crds.ReplPods;
import io.replyard.crds.ReplReason;
import io.replyard.crds.ReplStatus;
import io.replyard.crds.ReplStatusBuilder;
import io.replyard.crds.ReplTermination;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one place where statuses and conditions are made. Counters and the last termination go over from the last status, a condition keeps its transition time
 * while its status does, and a draft that says nothing new equals the last status.
 */
final class StatusDraft {
    private final Observed observed;
    private @Nullable String podName;
    private ReplPhase phase = ReplPhase.WAKING;
    private String reason = ReplReason.POD_PENDING.toString();
    private String message = "";
    private @Nullable String endpoint;
    private int restarts;
    private @Nullable Instant nextRestartAt;
    private @Nullable ReplTermination lastTermination;
    private @Nullable Long generation;

    /** A new statement about the present generation, without endpoint and time of restart. */
    StatusDraft(Observed observed, boolean podExists) {
        this.observed = observed;
        this.podName =
                podExists ? Objects.requireNonNull(observed.pod()).getMetadata().getName() : null;
        this.restarts = observed.status().restartsOrZero();
        this.lastTermination = observed.status().lastTermination();
        this.generation = observed.repl().getMetadata().getGeneration();
    }

    /** The last status as it is, its generation included. */
    static StatusDraft keeping(Observed observed) {
        ReplStatus last = observed.status();
        StatusDraft draft = new StatusDraft(observed, false);
        draft.podName = last.podName();
        draft.phase = Objects.requireNonNullElse(last.phase(), ReplPhase.WAKING);
        last.condition(ReplCondition.READY).ifPresent(ready -> {
            draft.reason = ready.reason();
            draft.message = ready.message();
        });
        draft.endpoint = last.endpoint();
        draft.nextRestartAt = last.nextRestartAt();
        draft.generation = last.observedGeneration();
        return draft;
    }

    /** The last status, which holds for the present generation too. */
    static ReplStatus asBefore(Observed observed) {
        StatusDraft draft = keeping(observed);
        draft.generation = observed.repl().getMetadata().getGeneration();
        return draft.build();
    }

    StatusDraft is(ReplPhase nowPhase, ReplReason because, String inWords) {
        phase = nowPhase;
        reason = because.toString();
        message = inWords;
        return this;
    }

    StatusDraft reachableAt(String podIp) {
        endpoint = ReplPods.endpoint(podIp);
        return this;
    }

    StatusDraft ended(@Nullable ReplTermination termination) {
        if (termination != null) {
            lastTermination = termination;
        }
        return this;
    }

    StatusDraft restarts(int count) {
        restarts = count;
        return this;
    }

    StatusDraft nextRestartAt(Instant at) {
        nextRestartAt = at.truncatedTo(ChronoUnit.SECONDS);
        return this;
    }

    ReplStatus build() {
        return ReplStatusBuilder.builder()
                .phase(phase)
                .conditions(List.of(ready(), progressing()))
                .podName(podName)
                .endpoint(endpoint)
                .replicas(podName == null ? 0 : 1)
                .selector(ReplLabels.podSelector(observed.repl().getMetadata().getName()))
                .restarts(restarts)
                .nextRestartAt(nextRestartAt)
                .lastTermination(lastTermination)
                .observedGeneration(generation)
                .build();
    }

    private ReplCondition ready() {
        return condition(ReplCondition.READY, phase == ReplPhase.READY, reason);
    }

    private ReplCondition progressing() {
        boolean restarting = phase == ReplPhase.FAILED && nextRestartAt != null;
        boolean moving = phase == ReplPhase.WAKING || phase == ReplPhase.SLEEPING || restarting;
        return condition(ReplCondition.PROGRESSING, moving, restarting ? ReplReason.CRASH_LOOP.toString() : reason);
    }

    private ReplCondition condition(String type, boolean holds, String because) {
        String status = holds ? "True" : "False";
        Instant since = observed.status()
                .condition(type)
                .filter(last -> last.status().equals(status))
                .map(ReplCondition::lastTransitionTime)
                .orElseGet(() -> observed.now().truncatedTo(ChronoUnit.SECONDS));
        return new ReplCondition(type, status, because, message, since, generation);
    }
}
