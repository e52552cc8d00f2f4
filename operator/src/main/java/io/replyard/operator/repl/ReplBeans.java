package io.replyard.operator.repl;

import io.replyard.operator.OperatorSettings;
import io.replyard.operator.repl.plan.Limits;
import io.replyard.operator.repl.plan.PlannerSettings;
import io.replyard.operator.repl.plan.PodSettings;
import io.replyard.operator.repl.plan.ReplPlanner;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;

/** The settings in the planner's own terms, checked once at the start. */
final class ReplBeans {
    @Produces
    @Singleton
    PlannerSettings settings(OperatorSettings settings) {
        positive("replyard.termination-grace", settings.terminationGrace());
        positive("replyard.image-pull-deadline", settings.imagePullDeadline());
        Duration initial = positive(
                "replyard.restart-backoff.initial", settings.restartBackoff().initial());
        Duration maximum = positive(
                "replyard.restart-backoff.maximum", settings.restartBackoff().maximum());
        check(initial.compareTo(maximum) <= 0, "replyard.restart-backoff.initial must not exceed its maximum");
        check(settings.cpuOvercommit() > 0, "replyard.cpu-overcommit must be above zero, such as 1 or 4");
        check(settings.processes() >= 16, "replyard.processes must be at least 16, such as 1000");
        OperatorSettings.Defaults defaults = settings.defaults();
        check(defaults.threads() > 0, "replyard.defaults.threads must be above zero: a Repl is never without limits");
        check(defaults.shares() > 0, "replyard.defaults.shares must be above zero: a Repl is never without limits");
        PodSettings pod = new PodSettings(
                settings.runtime().image(),
                settings.runtime().pullPolicy(),
                Limits.bytes(settings.runtime().memory()),
                settings.cpuOvercommit(),
                settings.processes(),
                settings.shutAddress().orElse(""),
                settings.terminationGrace(),
                defaults.net(),
                settings.pod(),
                Limits.of(defaults.memory(), defaults.threads(), defaults.shares(), defaults.disk()));
        return new PlannerSettings(pod, settings.imagePullDeadline(), initial, maximum);
    }

    @Produces
    @Singleton
    ReplPlanner planner(PlannerSettings settings) {
        return new ReplPlanner(settings);
    }

    private static Duration positive(String setting, Duration value) {
        check(value.isPositive(), setting + " must be above zero, such as 30s");
        return value;
    }

    private static void check(boolean holds, String advice) {
        if (!holds) {
            throw new IllegalArgumentException(advice);
        }
    }
}
