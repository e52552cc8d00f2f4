package io.replyard.operator.repl.plan;

import io.replyard.crds.ReplCondition;
import io.replyard.crds.ReplReason;
import io.replyard.crds.ReplStatus;
import io.replyard.crds.ReplStatusBuilder;
import io.replyard.operator.repl.plan.Plan.Notice;
import io.replyard.operator.repl.plan.Plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes that the API server refuses, and will refuse again: each is tried after a wait that doubles. Count and time are in the status, so that an operator that
 * starts anew goes on where the last one stopped. Another spec is another question: it is asked at once.
 */
final class Refusals {
    private final PlannerSettings settings;

    Refusals(PlannerSettings settings) {
        this.settings = settings;
    }

    /** The plan as far as nothing in it is waited for. What was refused and is no longer planned is forgotten. */
    Plan respected(Observed observed, Plan plan) {
        Optional<ReplCondition> refused = refused(observed.status())
                .filter(condition -> isAboutThisSpec(condition, observed))
                .filter(condition -> plan.steps().stream().anyMatch(step -> isAbout(condition, step)));
        if (refused.isEmpty()) {
            return plan.with(without(plan.status()));
        }
        Plan known = plan.with(with(
                plan.status(),
                refused.get(),
                observed.status().refusalsOrZero(),
                observed.status().nextTryAt()));
        Duration wait = untilNext(observed);
        if (!wait.isPositive()) {
            return known;
        }
        List<Step> steps = plan.steps().stream()
                .takeWhile(step -> !isAbout(refused.get(), step))
                .toList();
        Duration others = plan.requeueAfter();
        return known.taking(steps).lookAgainIn(others == null || wait.compareTo(others) < 0 ? wait : others);
    }

    /** The plan after the API server refused one of its steps. */
    Plan refused(Observed observed, ReplStatus status, Step step, String message) {
        Optional<ReplCondition> before = refused(observed.status())
                .filter(condition -> isAboutThisSpec(condition, observed) && isAbout(condition, step));
        int times = before.isEmpty() ? 1 : observed.status().refusalsOrZero() + 1;
        Duration wait = settings.backoff(times);
        ReplCondition condition = new ReplCondition(
                ReplCondition.REFUSED,
                "True",
                step.refusal().toString(),
                message,
                before.map(ReplCondition::lastTransitionTime)
                        .orElseGet(() -> observed.now().truncatedTo(ChronoUnit.SECONDS)),
                observed.repl().getMetadata().getGeneration());
        Instant next = observed.now().plus(wait).truncatedTo(ChronoUnit.SECONDS);
        return Plan.of(with(status, condition, times, next)).lookAgainIn(wait);
    }

    /** What is to be told of a refusal: the first of its kind, whatever the words of the later ones. */
    static Optional<Notice> news(ReplStatus before, ReplStatus after) {
        return refused(after)
                .filter(now -> refused(before)
                        .filter(last -> last.reason().equals(now.reason())
                                && Objects.equals(last.observedGeneration(), now.observedGeneration()))
                        .isEmpty())
                .flatMap(now -> ReplReason.of(now.reason()).map(reason -> new Notice(reason, now.message())));
    }

    private static Optional<ReplCondition> refused(ReplStatus status) {
        return status.condition(ReplCondition.REFUSED);
    }

    private static boolean isAboutThisSpec(ReplCondition condition, Observed observed) {
        return Objects.equals(
                condition.observedGeneration(), observed.repl().getMetadata().getGeneration());
    }

    private static boolean isAbout(ReplCondition condition, Step step) {
        return condition.reason().equals(step.refusal().toString());
    }

    private static Duration untilNext(Observed observed) {
        Instant at = observed.status().nextTryAt();
        return at == null ? Duration.ZERO : Duration.between(observed.now(), at);
    }

    private static ReplStatus without(ReplStatus status) {
        return refused(status).isEmpty()
                ? status
                : ReplStatusBuilder.builder(status)
                        .conditions(others(status))
                        .refusals(null)
                        .nextTryAt(null)
                        .build();
    }

    private static ReplStatus with(ReplStatus status, ReplCondition condition, int times, @Nullable Instant nextTryAt) {
        List<ReplCondition> conditions = new ArrayList<>(others(status));
        conditions.add(condition);
        return ReplStatusBuilder.builder(status)
                .conditions(conditions)
                .refusals(times)
                .nextTryAt(nextTryAt)
                .build();
    }

    private static List<ReplCondition> others(ReplStatus status) {
        return Objects.requireNonNullElse(status.conditions(), List.<ReplCondition>of()).stream()
                .filter(condition -> !condition.type().equals(ReplCondition.REFUSED))
                .toList();
    }
}
