package io.replyard.conman.metrics;

/** Every meter of conman. No meter carries an id, an address or anything else without a small bound. */
public enum ConmanMeter {
    /** Gauge: client WebSockets that are open. */
    CONNECTIONS("replyard.conman.connections", "Client WebSockets that are open"),
    /** Timer by {@code outcome}: from upgrade to READY, or to the end that came first. */
    BOOT("replyard.conman.boot", "Time from upgrade to READY or to the end that came first"),
    /** Counter by {@code reason}: connections that were refused. */
    REFUSED("replyard.conman.refused", "Connections that were refused"),
    /** Counter by {@code code}: client WebSockets that conman closed, or that the client did. */
    CLOSED("replyard.conman.closed", "Client WebSockets that were closed"),
    /** Counter by {@code direction}: frames relayed. */
    FRAMES("replyard.conman.relayed.frames", "Frames relayed"),
    /** Counter by {@code direction}: bytes relayed. */
    BYTES("replyard.conman.relayed.bytes", "Bytes of frames relayed"),
    /** Counter by {@code reason}: frames that were dropped. */
    DROPPED("replyard.conman.dropped.frames", "Frames that were dropped"),
    /** Counter by {@code verb}: requests to the Kubernetes API. */
    API("replyard.conman.api.requests", "Requests to the Kubernetes API");

    private final String meterName;
    private final String description;

    ConmanMeter(String meterName, String description) {
        this.meterName = meterName;
        this.description = description;
    }

    /** The name as Micrometer spells it. */
    public String meterName() {
        return meterName;
    }

    /** The help text. */
    public String description() {
        return description;
    }
}
