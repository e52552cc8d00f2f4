package io.replyard.operator.repl.plan;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.replyard.crds.Language;
import io.replyard.crds.ReplLabels;
import io.replyard.crds.ReplPhase;
import io.replyard.crds.ReplReason;
import io.replyard.crds.ReplStatus;
import io.replyard.operator.repl.plan.Plan.CreatePod;
import io.replyard.operator.repl.plan.Plan.DeletePod;
import io.replyard.operator.repl.plan.Plan.ResizePod;
import io.replyard.operator.repl.plan.Plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The half of {@link ReplPlanner} for Repls whose desired state is awake. */
final class AwakePlanner {
    /** How long before it is looked again whether somebody else's pod is still in the way. */
    private static final Duration NAME_TAKEN_RETRY = Duration.ofSeconds(30);

    /** A wake shorter than this is not worth a status of its own. */
    private static final Duration QUIET = Duration.ofSeconds(2);

    private final PodTemplate template;
    private final EndPlanner endings;
    private final StuckPlanner stuck;

    AwakePlanner(PlannerSettings settings) {
        this.template = new PodTemplate(settings.pod());
        this.endings = new EndPlanner(settings);
        this.stuck = new StuckPlanner(settings);
    }

    Plan plan(Observed observed, PodState state) {
        return switch (state) {
            case PodState.Absent() -> absent(observed);
            case PodState.Foreign foreign -> foreign(observed, foreign);
            case PodState.Terminating terminating -> endings.terminating(observed, terminating);
            case PodState.Ended ended -> endings.ended(observed, ended);
            case PodState.Running running -> isOutdated(observed) ? rectify(observed) : running(observed, running);
            case PodState.Pending pending -> isOutdated(observed) ? rectify(observed) : pending(observed, pending);
            case PodState.Stuck pod ->
                isOutdated(observed) || otherLimits(observed).isPresent()
                        ? rectify(observed)
                        : stuck.plan(observed, pod);
        };
    }

    private Plan absent(Observed observed) {
        Duration wait = Restarts.untilNext(observed);
        if (wait.isPositive()) {
            return Plan.of(StatusDraft.asBefore(observed)).lookAgainIn(wait);
        }
        if (observed.language() == null) {
            return Plan.of(new StatusDraft(observed, false)
                    .is(
                            ReplPhase.FAILED,
                            ReplReason.LANGUAGE_MISSING,
                            "neither Language '%s' nor Language 'default' exists: create one of them"
                                    .formatted(observed.repl().getSpec().language()))
                    .build());
        }
        return Plan.of(statusBeforeCreation(observed), new CreatePod()).lookAgainIn(QUIET);
    }

    /** From sleep the status waits for the pod, so that a quick wake needs one write; in all other cases it would be untrue meanwhile. */
    private ReplStatus statusBeforeCreation(Observed observed) {
        if (observed.wasAsleep() || wasRefused(observed)) {
            return observed.status();
        }
        StatusDraft draft = new StatusDraft(observed, false);
        if (observed.wasIn(ReplPhase.READY)) {
            return draft.is(ReplPhase.WAKING, ReplReason.POD_DELETED, "the pod is gone; a new one starts")
                    .build();
        }
        return observed.wasReplacing()
                ? observed.status()
                : draft.is(ReplPhase.WAKING, ReplReason.POD_PENDING, "a new pod starts")
                        .build();
    }

    private Plan foreign(Observed observed, PodState.Foreign foreign) {
        if (foreign.leaving()) {
            return Plan.of(new StatusDraft(observed, false)
                    .is(ReplPhase.WAKING, ReplReason.POD_PENDING, "the pod of a deleted Repl of this name is ending")
                    .build());
        }
        return Plan.of(new StatusDraft(observed, false)
                        .is(
                                ReplPhase.FAILED,
                                ReplReason.POD_NAME_TAKEN,
                                "a pod of this name exists that is not this Repl's: delete it")
                        .build())
                .lookAgainIn(NAME_TAKEN_RETRY);
    }

    private Plan rectify(Observed observed) {
        return Plan.of(
                new StatusDraft(observed, true)
                        .is(
                                ReplPhase.WAKING,
                                ReplReason.RECTIFYING,
                                "the Repl or its Language changed; a new pod follows when the old one is gone")
                        .build(),
                new DeletePod(pod(observed), false));
    }

    private Plan running(Observed observed, PodState.Running running) {
        Instant now = observed.now();
        int restarts =
                Restarts.areForgotten(observed, now) ? 0 : observed.status().restartsOrZero();
        StatusDraft draft = running.resizeProblem() == null
                ? new StatusDraft(observed, true).is(ReplPhase.READY, ReplReason.AWAKE, "the pod runs")
                : new StatusDraft(observed, true)
                        .is(ReplPhase.READY, ReplReason.RESIZE_DEFERRED, running.resizeProblem());
        ReplStatus status = draft.reachableAt(running.ip()).restarts(restarts).build();
        List<Step> steps = otherLimits(observed).<Step>map(limits -> new ResizePod(pod(observed), limits)).stream()
                .toList();
        return new Plan(status, steps, List.of(), restarts > 0 ? Restarts.untilForgotten(status, now) : null);
    }

    private Plan pending(Observed observed, PodState.Pending pending) {
        Duration quiet = Duration.between(observed.now(), pending.createdAt().plus(QUIET));
        if (observed.wasAsleep() && quiet.isPositive()) {
            return Plan.of(observed.status()).lookAgainIn(quiet);
        }
        if (observed.wasReplacing()) {
            return Plan.of(observed.status());
        }
        String words = pending.reason() == ReplReason.STARTING
                ? "the node prepares the pod"
                : "the pod waits to be given a node";
        return Plan.of(new StatusDraft(observed, true)
                .is(ReplPhase.WAKING, pending.reason(), words)
                .build());
    }

    /**
     * Without a Language nothing can be said against the pod that is there. Access to the network is a matter of the whole pod too: connections that are open
     * outlive a change of the policy.
     */
    private boolean isOutdated(Observed observed) {
        Language language = observed.language();
        if (language == null) {
            return false;
        }
        String hash = pod(observed).getMetadata().getAnnotations().get(ReplLabels.TEMPLATE_HASH);
        String net = pod(observed).getMetadata().getLabels().get(ReplLabels.NET);
        return !PodIdentity.hash(observed.repl(), language).equals(hash)
                || !template.net(observed.repl(), language).equals(net);
    }

    private Optional<ResourceRequirements> otherLimits(Observed observed) {
        Language language = observed.language();
        if (language == null) {
            return Optional.empty();
        }
        ResourceRequirements wanted = template.resources(template.limits(observed.repl(), language));
        return PodResize.difference(pod(observed), wanted);
    }

    private static boolean wasRefused(Observed observed) {
        return observed.lastReason().filter(ReasonTrait.REFUSAL::is).isPresent();
    }

    private static Pod pod(Observed observed) {
        return Objects.requireNonNull(observed.pod());
    }
}
