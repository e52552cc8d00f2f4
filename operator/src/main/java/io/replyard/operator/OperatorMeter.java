package io.replyard.operator;

/** Every meter of the operator's own. */
public enum OperatorMeter {
    /** Requests to the API server. Tags: {@code verb} (get, list, watch, create, update, patch, delete), {@code resource} (as in {@code pods/resize}). */
    API_REQUESTS("replyard.operator.api.requests", "Requests sent to the API server"),
    /** Pods that ended although their Repl is to be awake. Tag: {@code reason}. */
    POD_FAILURES("replyard.operator.pod.failures", "Pods that failed and are started again"),
    /** Events that were not written because too many were waiting. */
    EVENTS_DROPPED("replyard.operator.events.dropped", "Events given up because too many were waiting");

    private final String meterName;
    private final String description;

    OperatorMeter(String meterName, String description) {
        this.meterName = meterName;
        this.description = description;
    }

    /** Its name in Micrometer's spelling; Prometheus gets underscores and {@code _total}. */
    public String meterName() {
        return meterName;
    }

    /** One line for people. */
    public String description() {
        return description;
    }
}
