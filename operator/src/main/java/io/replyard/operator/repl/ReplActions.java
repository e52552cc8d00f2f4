package io.replyard.operator.repl;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.replyard.crds.Repl;
import io.replyard.crds.ReplReason;
import io.replyard.crds.ReplStatus;
import io.replyard.operator.OperatorMeter;
import io.replyard.operator.cluster.EventRecorder;
import io.replyard.operator.repl.plan.Observed;
import io.replyard.operator.repl.plan.Plan;
import io.replyard.operator.repl.plan.Plan.CreatePod;
import io.replyard.operator.repl.plan.Plan.DeletePod;
import io.replyard.operator.repl.plan.Plan.Notice;
import io.replyard.operator.repl.plan.Plan.ResizePod;
import io.replyard.operator.repl.plan.Plan.ScaleToZero;
import io.replyard.operator.repl.plan.Plan.Step;
import io.replyard.operator.repl.plan.ReplPlanner;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Turns plans into writes. */
@Singleton
final class ReplActions {
    private static final Logger LOG = Logger.getLogger(ReplActions.class);
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final ReplPlanner planner;
    private final PodWriter pods;
    private final EventRecorder events;
    private final MeterRegistry meters;

    @Inject
    ReplActions(ReplPlanner planner, PodWriter pods, EventRecorder events, MeterRegistry meters) {
        this.planner = planner;
        this.pods = pods;
        this.events = events;
        this.meters = meters;
    }

    /**
     * Does what the plan says.
     *
     * @return when to look at the Repl again without an event
     */
    Optional<Duration> take(Plan plan, Observed observed, Context<Repl> context) {
        Repl written = observed.repl();
        if (!plan.status().equals(observed.status())) {
            Optional<Repl> answer = writeStatus(plan, observed, context);
            if (answer.isEmpty()) {
                return Optional.empty();
            }
            written = answer.get();
        }
        tell(plan.notices(), observed.repl());
        if (isOvertaken(observed.repl(), written)) {
            return Optional.of(AT_ONCE);
        }
        for (Step step : plan.steps()) {
            Optional<Duration> again = take(step, observed.with(written), context);
            if (again.isPresent()) {
                return again;
            }
        }
        return Optional.ofNullable(plan.requeueAfter());
    }

    /**
     * The SDK hides events that its caches already know of. When the answer to our own write carries a newer spec, that change's event is among the hidden ones,
     * and nobody else will bring us back.
     */
    private static boolean isOvertaken(Repl read, Repl written) {
        return !read.getMetadata().getGeneration().equals(written.getMetadata().getGeneration());
    }

    /** Empty when the Repl is gone. */
    private Optional<Repl> writeStatus(Plan plan, Observed observed, Context<Repl> context) {
        Repl patch = new Repl();
        patch.setMetadata(new ObjectMetaBuilder()
                .withName(observed.repl().getMetadata().getName())
                .withNamespace(observed.repl().getMetadata().getNamespace())
                .withUid(observed.repl().getMetadata().getUid())
                .build());
        patch.setStatus(plan.status());
        try {
            Repl written = context.resourceOperations().serverSideApplyPrimaryStatus(patch);
            LOG.debugf("status written: %s", plan.status());
            countFailure(observed.status(), plan.status());
            return Optional.of(written);
        } catch (KubernetesClientException e) {
            if (e.getCode() == NOT_FOUND) {
                LOG.debug("the Repl is gone");
                return Optional.empty();
            }
            tellOfRefusedStatus(e, observed.repl(), context);
            throw e;
        }
    }

    private void countFailure(ReplStatus before, ReplStatus after) {
        boolean failed = before.nextRestartAt() == null && after.nextRestartAt() != null;
        if (failed && after.lastTermination() != null) {
            Counter.builder(OperatorMeter.POD_FAILURES.meterName())
                    .description(OperatorMeter.POD_FAILURES.description())
                    .tag("reason", after.lastTermination().reason())
                    .register(meters)
                    .increment();
        }
    }

    /** The one refusal that no status can hold: the SDK's retry waits for it, and the Event comes with the first try. */
    private void tellOfRefusedStatus(KubernetesClientException e, Repl repl, Context<Repl> context) {
        if (context.getRetryInfo().isEmpty()) {
            Refusal.of(e).ifPresent(message -> tell(List.of(new Notice(ReplReason.STATUS_REFUSED, message)), repl));
        }
    }

    /** A present answer ends the plan: the world is not as it was planned for, look again then. */
    private Optional<Duration> take(Step step, Observed observed, Context<Repl> context) {
        try {
            return write(step, observed, context);
        } catch (KubernetesClientException e) {
            String message = Refusal.of(e).orElse(null);
            if (message == null && e.getCode() == NOT_FOUND) {
                LOG.debug("what was to be changed is gone");
                return Optional.of(SOON);
            }
            if (message == null) {
                throw e;
            }
            LOG.warnf("%s: %s", step.refusal(), message);
            return take(planner.refused(observed, step, message), observed, context);
        }
    }

    private Optional<Duration> write(Step step, Observed observed, Context<Repl> context) {
        return switch (step) {
            case CreatePod() -> create(observed, context);
            case DeletePod(Pod pod, boolean force) -> {
                LOG.infof("deleting pod %s%s", pod.getMetadata().getName(), force ? ", its node is lost" : "");
                pods.delete(pod, force, context);
                yield Optional.empty();
            }
            case ResizePod resize -> {
                pods.resize(resize.pod(), resize.resources(), context);
                LOG.infof("limits of pod %s changed", resize.pod().getMetadata().getName());
                tell(List.of(resize.done()), observed.repl());
                yield Optional.of(SOON);
            }
            case ScaleToZero() -> {
                LOG.info("pid1 put the Repl to sleep");
                yield pods.scaleToZero(observed.repl(), context) ? Optional.empty() : Optional.of(AT_ONCE);
            }
        };
    }

    private Optional<Duration> create(Observed observed, Context<Repl> context) {
        try {
            pods.create(observed, context);
            LOG.info("pod created");
            return Optional.empty();
        } catch (KubernetesClientException e) {
            if (e.getCode() != CONFLICT) {
                throw e;
            }
            LOG.info("a pod of this name exists already");
            Pod holder = pods.holderOfName(observed.repl(), context);
            return take(planner.nameTaken(observed, holder), observed, context);
        }
    }

    private void tell(List<Notice> notices, Repl repl) {
        notices.forEach(
                notice -> events.record(repl, notice.reason().toString(), notice.isWarning(), notice.message()));
    }
}
