package io.replyard.operator.cluster;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.replyard.operator.OperatorMeter;

/** Counts requests to the API server, so that the promise of few writes can be checked to the last one. */
final class ApiRequestCounter implements Interceptor {
    static final String NAME = "replyard-requests";

    private final MeterRegistry registry;

    ApiRequestCounter(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        ApiRequest seen = ApiRequest.of(request.method(), request.uri());
        Counter.builder(OperatorMeter.API_REQUESTS.meterName())
                .description(OperatorMeter.API_REQUESTS.description())
                .tags("verb", seen.verb(), "resource", seen.resource())
                .register(registry)
                .increment();
    }
}
