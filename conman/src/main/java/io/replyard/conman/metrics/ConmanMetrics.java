package io.replyard.conman.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Records into the meters of {@link ConmanMeter}. Safe for use by many threads. */
public final class ConmanMetrics {
    /** Which way a frame went. */
    public enum Direction {
        /** From the client to pid1. */
        TO_CONTAINER,
        /** From pid1 to the client. */
        TO_CLIENT
    }

    private record Flow(Counter frames, Counter bytes) {}

    private static final Duration[] BOOT_BUCKETS = Stream.of(
                    100, 250, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final AtomicInteger connections;
    private final Flow toContainer;
    private final Flow toClient;

    /** Meters in this registry. */
    public ConmanMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.connections = new AtomicInteger();
        registry.gauge(ConmanMeter.CONNECTIONS.meterName(), connections);
        this.toContainer = flow(Direction.TO_CONTAINER);
        this.toClient = flow(Direction.TO_CLIENT);
    }

    /** A client has connected. */
    public void connectionOpened() {
        connections.incrementAndGet();
    }

    /** A client is gone. */
    public void connectionClosed() {
        connections.decrementAndGet();
    }

    /** A boot has ended, well or not. */
    public void boot(BootOutcome outcome, Duration took) {
        Timer.builder(ConmanMeter.BOOT.meterName())
                .description(ConmanMeter.BOOT.description())
                .tag("outcome", label(outcome))
                .serviceLevelObjectives(BOOT_BUCKETS)
                .register(registry)
                .record(took);
    }

    /** A connection was refused. */
    public void refused(Enum<?> reason) {
        counter(ConmanMeter.REFUSED, "reason", label(reason)).increment();
    }

    /** A client's WebSocket was closed with this code, one of those that conman uses. */
    public void closed(int code) {
        counter(ConmanMeter.CLOSED, "code", Integer.toString(code)).increment();
    }

    /** Bytes of a frame went through; {@code last} when the frame has no more. */
    public void relayed(Direction direction, int bytes, boolean last) {
        Flow flow = direction == Direction.TO_CLIENT ? toClient : toContainer;
        if (last) {
            flow.frames().increment();
        }
        flow.bytes().increment(bytes);
    }

    /** A frame did not go through. */
    public void dropped(Enum<?> reason) {
        counter(ConmanMeter.DROPPED, "reason", label(reason)).increment();
    }

    /** A request to the Kubernetes API; {@code verb} as RBAC spells it. */
    public void apiRequest(String verb) {
        counter(ConmanMeter.API, "verb", verb).increment();
    }

    private Flow flow(Direction direction) {
        return new Flow(
                counter(ConmanMeter.FRAMES, "direction", label(direction)),
                counter(ConmanMeter.BYTES, "direction", label(direction)));
    }

    private Counter counter(ConmanMeter meter, String tag, String value) {
        return Counter.builder(meter.meterName())
                .description(meter.description())
                .tag(tag, value)
                .register(registry);
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
