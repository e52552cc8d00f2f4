package io.replyard.operator.repl;

import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import io.quarkiverse.operatorsdk.runtime.api.ConfigurableReconciler;
import io.replyard.crds.Repl;
import io.replyard.operator.OperatorSettings;
import io.replyard.operator.cluster.SlimStore;
import io.replyard.operator.language.LanguageCatalog;
import io.replyard.operator.repl.plan.Observed;
import io.replyard.operator.repl.plan.Plan;
import io.replyard.operator.repl.plan.ReplPlanner;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.MDC;

/** The loop: read from memory, decide, act. */
@ControllerConfiguration(
        name = "repl",
        maxReconciliationInterval = @MaxReconciliationInterval(interval = 10, timeUnit = TimeUnit.MINUTES))
@GradualRetry(
        maxAttempts = ReplReconciler.FOR_EVER,
        initialInterval = 500,
        intervalMultiplier = 2,
        maxInterval = 30_000)
public class ReplReconciler implements ConfigurableReconciler<Repl> {
    static final int FOR_EVER = -1;
    private static final String LOG_KEY = "repl";

    private final String namespace;
    private final LanguageCatalog languages;
    private final ReplPlanner planner;
    private final ReplActions actions;
    private final Clock clock;

    @Inject
    ReplReconciler(
            OperatorSettings settings,
            ReplPlanner planner,
            ReplActions actions,
            LanguageCatalog languages,
            Clock clock) {
        this.namespace = settings.replsNamespace();
        this.planner = planner;
        this.actions = actions;
        this.languages = languages;
        this.clock = clock;
    }

    @Override
    public void updateConfigurationFrom(ControllerConfigurationOverrider<Repl> configuration) {
        configuration.settingNamespace(namespace).withItemStore(SlimStore.of(ReplReconciler::withoutManagedFields));
    }

    @Override
    public List<EventSource<?, Repl>> prepareEventSources(EventSourceContext<Repl> context) {
        return List.of(PodSource.of(namespace, context), languages.follow(context));
    }

    @Override
    public UpdateControl<Repl> reconcile(Repl repl, Context<Repl> context) {
        try (MDC.MDCCloseable _ = MDC.putCloseable(LOG_KEY, repl.getSpec().id())) {
            Observed observed = read(repl, context);
            Plan plan = planner.plan(observed);
            return lookAgainIn(actions.take(plan, observed, context));
        }
    }

    private Observed read(Repl repl, Context<Repl> context) {
        return Observed.of(
                repl,
                languages.find(repl.getSpec().language()),
                context.getSecondaryResources(Pod.class),
                clock.instant());
    }

    private static UpdateControl<Repl> lookAgainIn(Optional<Duration> wait) {
        return wait.map(w -> UpdateControl.<Repl>noUpdate().rescheduleAfter(w)).orElseGet(UpdateControl::noUpdate);
    }

    private static Repl withoutManagedFields(Repl repl) {
        Objects.requireNonNull(repl.getMetadata()).setManagedFields(null);
        return repl;
    }
}
