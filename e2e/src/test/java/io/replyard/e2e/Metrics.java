package io.replyard.e2e;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** Counters of the running processes, read where a Prometheus would read them. */
final class Metrics {
    private static final String NAMESPACE = "replyard";
    private static final int CONMAN_PORT = 9000;

    private Metrics() {}

    /** A counter of conman, summed over its label values and all replicas; 0 while it was never raised. */
    static double conman(String counter) throws IOException, InterruptedException {
        double sum = 0;
        for (Pod pod : conmanPods()) {
            sum += read(pod, counter);
        }
        return sum;
    }

    /** All replicas of conman. */
    static List<Pod> conmanPods() {
        return Lab.kubernetes()
                .pods()
                .inNamespace(NAMESPACE)
                .withLabel("app.kubernetes.io/component", "conman")
                .list()
                .getItems();
    }

    private static double read(Pod pod, String counter) throws IOException, InterruptedException {
        try (LocalPortForward forward = Lab.kubernetes().pods().resource(pod).portForward(CONMAN_PORT);
                HttpClient http = HttpClient.newHttpClient()) {
            URI metrics = URI.create("http://localhost:" + forward.getLocalPort() + "/q/metrics");
            HttpResponse<String> response =
                    http.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString());
            return response.body()
                    .lines()
                    .filter(line -> line.startsWith(counter + "{") || line.startsWith(counter + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }
}
