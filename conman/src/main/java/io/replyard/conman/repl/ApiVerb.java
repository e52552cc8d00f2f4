package io.replyard.conman.repl;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.replyard.conman.metrics.ConmanMetrics;
import java.net.URI;
import java.util.Locale;

/** Counts the requests to the API server by their verb. */
public final class ApiVerb implements Interceptor {
    private final ConmanMetrics metrics;

    /** Counts into these. */
    public ApiVerb(ConmanMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        metrics.apiRequest(of(request.method(), request.uri()));
    }

    /** The verb as RBAC spells it; of reads, those of conman are of namespaced collections and their members. */
    static String of(String method, URI uri) {
        if (!method.equals("GET")) {
            return method.equals("POST") ? "create" : method.toLowerCase(Locale.ROOT);
        }
        String query = uri.getQuery();
        if (query != null && query.contains("watch=true")) {
            return "watch";
        }
        String path = uri.getPath();
        return path.endsWith("/repls") || path.endsWith("/pods") ? "list" : "get";
    }
}
