package io.replyard.conman.repl;

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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An API server as far as the preconditions of writes to Repls go, with a moment before each write in which somebody else can come first. A watch
 * shows what was there when it began and nothing since: as late as a watch can be.
 */
final class ApiStandIn implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COLLECTION = "/apis/replyard.io/v1alpha1/namespaces/repls/repls";

    final List<String> writes = new ArrayList<>();
    private final Map<String, ObjectNode> repls = new TreeMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final List<Runnable> beforeWrites = new ArrayList<>();
    private int version = 10;

    ApiStandIn() throws IOException {
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

    /** Happens once, before the next write is looked at. */
    synchronized void beforeNextWrite(Runnable event) {
        beforeWrites.add(event);
    }

    /** A Repl of somebody, made anew if it was there. */
    synchronized void put(String name, String uid, String user, String slug) {
        ObjectNode repl = JSON.createObjectNode()
                .put("apiVersion", "replyard.io/v1alpha1")
                .put("kind", "Repl");
        repl.putObject("metadata")
                .put("name", name)
                .put("namespace", "repls")
                .put("uid", uid)
                .put("generation", 1);
        repl.putObject("spec")
                .put("id", name)
                .put("language", "python3")
                .put("slug", slug)
                .put("user", user)
                .put("bucket", "b")
                .put("persistence", "Persistent")
                .put("replicas", 1);
        store(name, repl);
    }

    synchronized JsonNode get(String name) {
        return repls.getOrDefault(name, JSON.createObjectNode());
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
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().flush();
        } else if (exchange.getRequestMethod().equals("GET")) {
            read(exchange, path);
        } else {
            write(exchange, path, body);
        }
    }

    private synchronized void read(HttpExchange exchange, String path) throws IOException {
        if (path.endsWith("/pods")) {
            send(exchange, 200, list("v1", "PodList"));
        } else if (path.equals(COLLECTION)) {
            ObjectNode list = list("replyard.io/v1alpha1", "ReplList");
            repls.values().forEach(((ArrayNode) list.get("items"))::add);
            send(exchange, 200, list);
        } else {
            ObjectNode found = repls.get(name(path));
            send(exchange, found == null ? 404 : 200, found == null ? status(404) : found);
        }
    }

    private void write(HttpExchange exchange, String path, byte[] body) throws IOException {
        List<Runnable> first;
        synchronized (this) {
            first = List.copyOf(beforeWrites);
            beforeWrites.clear();
        }
        first.forEach(Runnable::run);
        synchronized (this) {
            String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
            String kind =
                    type.startsWith("application/json-patch") ? "patch" : type.contains("apply") ? "apply" : "create";
            writes.add(kind);
            switch (kind) {
                case "patch" -> own(exchange, name(path), JSON.readTree(body));
                case "apply" -> apply(exchange, name(path), (ObjectNode) JSON.readTree(body));
                default -> create(exchange, (ObjectNode) JSON.readTree(body));
            }
        }
    }

    private void create(HttpExchange exchange, ObjectNode repl) throws IOException {
        String name = repl.at("/metadata/name").asText();
        if (repls.containsKey(name)) {
            send(exchange, 409, status(409));
            return;
        }
        metadata(repl).put("uid", "made-" + version).put("generation", 1);
        metadata(repl)
                .putArray("managedFields")
                .addObject()
                .put("manager", "client")
                .put("operation", "Update");
        store(name, repl);
        send(exchange, 201, repl);
    }

    private void apply(HttpExchange exchange, String name, ObjectNode repl) throws IOException {
        ObjectNode there = repls.get(name);
        String uid = repl.at("/metadata/uid").asText("");
        String seen = repl.at("/metadata/resourceVersion").asText("");
        boolean otherObject = !uid.isEmpty()
                && (there == null || !uid.equals(there.at("/metadata/uid").asText()));
        boolean otherState = !seen.isEmpty()
                && (there == null
                        || !seen.equals(there.at("/metadata/resourceVersion").asText()));
        if (otherObject || otherState) {
            send(exchange, 409, status(409));
            return;
        }
        metadata(repl)
                .put(
                        "uid",
                        there == null
                                ? "made-" + version
                                : there.at("/metadata/uid").asText());
        metadata(repl).put("generation", 2);
        store(name, repl);
        send(exchange, 200, repl);
    }

    private void own(HttpExchange exchange, String name, JsonNode patch) throws IOException {
        ObjectNode there = repls.get(name);
        if (there == null || !patch.at("/0/value").equals(there.at("/metadata/resourceVersion"))) {
            send(exchange, there == null ? 404 : 422, status(there == null ? 404 : 422));
            return;
        }
        ObjectNode entry = (ObjectNode) there.at("/metadata/managedFields/0");
        entry.put("manager", patch.at("/1/value").asText())
                .put("operation", patch.at("/2/value").asText());
        store(name, there);
        send(exchange, 200, there);
    }

    private void store(String name, ObjectNode repl) {
        metadata(repl).put("resourceVersion", Integer.toString(version++));
        repls.put(name, repl);
    }

    private static ObjectNode metadata(ObjectNode repl) {
        return (ObjectNode) repl.get("metadata");
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static ObjectNode list(String version, String kind) {
        ObjectNode list = JSON.createObjectNode().put("apiVersion", version).put("kind", kind);
        list.putObject("metadata").put("resourceVersion", "9");
        list.putArray("items");
        return list;
    }

    private static ObjectNode status(int code) {
        return JSON.createObjectNode()
                .put("apiVersion", "v1")
                .put("kind", "Status")
                .put("status", "Failure")
                .put("message", "no")
                .put("code", code);
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
