package io.replyard.operator.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.replyard.operator.OperatorMeter;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.slf4j.MDC;

/**
 * Writes Events, one after the other on a thread of its own, so that nobody waits for them. What is told again becomes a count on the first Event. When the API
 * server is too slow for them, Events are dropped and counted.
 */
@Singleton
public class EventRecorder {
    private static final Logger LOG = Logger.getLogger(EventRecorder.class);
    private static final String CONTROLLER = "replyard.io/operator";
    private static final int MAX_WAITING = 10_000;
    private static final int MAX_REMEMBERED = 10_000;
    private static final int MAX_NOTE = 1000;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final long STOP_SECONDS = 2;
    private static final int AFTER_THE_OPERATOR_STOPPED = 5_000;
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final KubernetesClient client;
    private final Clock clock;
    private final Counter dropped;
    private final String instance = Objects.requireNonNullElse(System.getenv("HOSTNAME"), "operator");
    private final ThreadPoolExecutor writer;

    /** How often each Event was told; only the writer thread looks at it. */
    private final Map<String, Integer> told = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    /** Events go out by that client, with the times of that clock. */
    @Inject
    public EventRecorder(KubernetesClient client, Clock clock, MeterRegistry registry) {
        this.client = client;
        this.clock = clock;
        this.dropped = Counter.builder(OperatorMeter.EVENTS_DROPPED.meterName())
                .description(OperatorMeter.EVENTS_DROPPED.description())
                .register(registry);
        this.writer = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_WAITING),
                Thread.ofPlatform().name("events").daemon().factory(),
                (event, pool) -> dropped.increment());
    }

    /**
     * Tells something about an object.
     *
     * @param reason one word, CamelCase
     * @param warning whether people should look at it
     * @param note a sentence
     */
    public void record(HasMetadata regarding, String reason, boolean warning, String note) {
        Instant now = clock.instant();
        ObjectReference reference = new ObjectReferenceBuilder()
                .withApiVersion(regarding.getApiVersion())
                .withKind(regarding.getKind())
                .withNamespace(regarding.getMetadata().getNamespace())
                .withName(regarding.getMetadata().getName())
                .withUid(regarding.getMetadata().getUid())
                .build();
        String text = note.length() <= MAX_NOTE ? note : note.substring(0, MAX_NOTE - 1) + "…";
        // What the caller's lines in the log are about, the writer's are about too.
        Map<String, String> about = MDC.getCopyOfContextMap();
        writer.execute(() -> {
            MDC.setContextMap(about == null ? Map.of() : about);
            write(reference, reason, warning, text, now);
        });
    }

    void stop(@Observes @Priority(AFTER_THE_OPERATOR_STOPPED) ShutdownEvent event) throws InterruptedException {
        writer.shutdown();
        if (!writer.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
            LOG.warnf(
                    "%d Events were not written before the end",
                    writer.shutdownNow().size());
        }
    }

    private void write(ObjectReference regarding, String reason, boolean warning, String note, Instant now) {
        String name = regarding.getName() + "." + fingerprint(regarding.getUid(), reason, note);
        int count = told.merge(name, 1, Integer::sum);
        try {
            if (count == 1) {
                create(event(name, regarding, reason, warning, note, now));
            } else if (!count(name, regarding.getNamespace(), count, now)) {
                told.put(name, 1);
                create(event(name, regarding, reason, warning, note, now));
            }
        } catch (KubernetesClientException e) {
            LOG.warnf("could not write the Event %s about %s: %s", reason, regarding.getName(), e.getMessage());
        }
    }

    /** An operator before this one may have told the same. */
    private void create(Event event) {
        try {
            client.resource(event).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != CONFLICT) {
                throw e;
            }
            String name = event.getMetadata().getName();
            int count = told.merge(name, 1, Integer::sum);
            count(name, event.getMetadata().getNamespace(), count, clock.instant());
        }
    }

    private boolean count(String name, String namespace, int count, Instant now) {
        String patch =
                "{\"series\": {\"count\": %d, \"lastObservedTime\": \"%s\"}}".formatted(count, MICROS.format(now));
        try {
            Event named = new EventBuilder()
                    .withNewMetadata()
                    .withName(name)
                    .withNamespace(namespace)
                    .endMetadata()
                    .build();
            client.resource(named).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    private Event event(
            String name, ObjectReference regarding, String reason, boolean warning, String note, Instant now) {
        return new EventBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(regarding.getNamespace())
                .endMetadata()
                .withRegarding(regarding)
                .withReportingController(CONTROLLER)
                .withReportingInstance(instance)
                .withAction("Reconcile")
                .withReason(reason)
                .withType(warning ? "Warning" : "Normal")
                .withNote(note)
                .withEventTime(new MicroTime(MICROS.format(now)))
                .build();
    }

    private static String fingerprint(String uid, String reason, String note) {
        byte[] bytes = String.join("\n", uid, reason, note).getBytes(StandardCharsets.UTF_8);
        return UUID.nameUUIDFromBytes(bytes).toString().replace("-", "").substring(0, 16);
    }
}
