package io.replyard.operator.repl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An API server with one Repl, its Language and its pod, that refuses what it is told to refuse. Watches of Repls are served, others stay silent. */
final class StrictApi implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REPLS = "/apis/replyard.io/v1alpha1/namespaces/repls/repls";
    private static final String PODS = "/api/v1/namespaces/repls/pods";
    private static final String LANGUAGES = "/apis/replyard.io/v1alpha1/languages";
    private static final int REFUSED = 403;

    private final Map<String, ObjectNode> objects = new TreeMap<>();
    private final List<OutputStream> replWatches = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private final List<String> writes = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private int version = 100;

    /** The objects are those that an observation of the planner's tests starts from. */
    StrictApi(ObjectNode situation) throws IOException {
        objects.put(REPLS + "/demo", stored((ObjectNode) situation.get("repl")));
        objects.put(LANGUAGES + "/python3", stored((ObjectNode) situation.get("language")));
        if (situation.hasNonNull("pod")) {
            objects.put(PODS + "/demo", stored((ObjectNode) situation.get("pod")));
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    Config config() {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .withNamespace("repls")
                .withRequestRetryBackoffLimit(0)
                .build();
    }

    /** From now on that request is refused, such as {@code PATCH /api/v1/…}. */
    synchronized void refuse(String request) {
        refusals.add(request);
    }

    /** Somebody else changes the Repl's memory, and nothing is refused any more. */
    synchronized void accept(String memory) throws IOException {
        refusals.clear();
        ObjectNode repl = repl();
        ((ObjectNode) repl.get("spec")).putObject("resources").put("memory", memory);
        ObjectNode metadata = (ObjectNode) repl.get("metadata");
        metadata.put("generation", metadata.get("generation").asInt() + 1);
        changed(repl);
    }

    synchronized JsonNode status() {
        return repl().path("status").deepCopy();
    }

    synchronized long count(String request) {
        return writes.stream().filter(request::equals).count();
    }

    /** The reasons of the Events that were written, in order. */
    synchronized List<String> events() {
        return List.copyOf(events);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body;
        try (InputStream in = exchange.getRequestBody()) {
            body = in.readAllBytes();
        }
        String path = exchange.getRequestURI().getPath();
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        if (exchange.getRequestHeaders().containsKey("Upgrade")) {
            // A watch over WebSocket; told this, the client takes plain HTTP.
            send(exchange, 200, JSON.createObjectNode());
        } else if (query.contains("watch=true")) {
            watch(exchange, path);
        } else if (exchange.getRequestMethod().equals("GET")) {
            send(exchange, 200, list(path));
        } else {
            write(exchange, path, body);
        }
    }

    private synchronized void watch(HttpExchange exchange, String path) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().flush();
        if (path.equals(REPLS)) {
            replWatches.add(exchange.getResponseBody());
        }
    }

    private synchronized void write(HttpExchange exchange, String path, byte[] body) throws IOException {
        String request = exchange.getRequestMethod() + " " + path;
        writes.add(request);
        if (refusals.contains(request)) {
            send(exchange, REFUSED, refusal());
            return;
        }
        JsonNode sent = JSON.readTree(body);
        if (path.endsWith("/events")) {
            events.add(sent.get("reason").asText());
            send(exchange, 201, sent);
        } else if (path.equals(REPLS + "/demo/status")) {
            repl().set("status", sent.get("status"));
            changed(repl());
            send(exchange, 200, repl());
        } else if (path.equals(PODS + "/demo/resize")) {
            ObjectNode pod = Objects.requireNonNull(objects.get(PODS + "/demo"));
            for (JsonNode change : sent) {
                if (change.get("op").asText().equals("replace")) {
                    String place = change.get("path").asText();
                    int name = place.lastIndexOf('/');
                    ((ObjectNode) pod.at(place.substring(0, name))).set(place.substring(name + 1), change.get("value"));
                }
            }
            send(exchange, 200, stored(pod));
        } else {
            send(exchange, 200, sent);
        }
    }

    private ObjectNode repl() {
        return Objects.requireNonNull(objects.get(REPLS + "/demo"));
    }

    private void changed(ObjectNode repl) throws IOException {
        stored(repl);
        ObjectNode event = JSON.createObjectNode().put("type", "MODIFIED");
        event.set("object", repl);
        for (OutputStream watch : replWatches) {
            watch.write((event + "\n").getBytes(StandardCharsets.UTF_8));
            watch.flush();
        }
    }

    private ObjectNode stored(ObjectNode object) {
        ((ObjectNode) object.get("metadata")).put("resourceVersion", Integer.toString(version++));
        return object;
    }

    private synchronized ObjectNode list(String path) {
        ObjectNode list = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "List");
        list.putObject("metadata").put("resourceVersion", Integer.toString(version));
        ArrayNode items = list.putArray("items");
        objects.forEach((name, object) -> {
            if (name.startsWith(path + "/")) {
                items.add(object.deepCopy());
            }
        });
        return list;
    }

    private static ObjectNode refusal() {
        return JSON.createObjectNode()
                .put("apiVersion", "v1")
                .put("kind", "Status")
                .put("status", "Failure")
                .put("message", "pods \"demo\" is forbidden: maximum memory usage per Pod is 64Gi")
                .put("reason", "Forbidden")
                .put("code", REFUSED);
    }

    private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
