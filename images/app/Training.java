import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * What a program of the control plane meets while its AOT cache is made: an API server with one Repl, and somebody who asks for its health, metrics and, of
 * conman, a session. It shows which classes a start needs and tests nothing.
 */
class Training {
    private static final String REPL = """
            {"apiVersion": "replyard.io/v1alpha1", "kind": "Repl",
             "metadata": {"name": "hello", "namespace": "repls", "uid": "u1", "resourceVersion": "2", "generation": 1,
                          "creationTimestamp": "2026-01-01T00:00:00Z"},
             "spec": {"id": "hello", "language": "default", "slug": "hello", "user": "me", "bucket": "b", "replicas": 1}}""";
    private static final String LANGUAGE = """
            {"apiVersion": "replyard.io/v1alpha1", "kind": "Language", "metadata": {"name": "default", "uid": "u2", "resourceVersion": "2"},
             "spec": {"image": "training", "runtime": "Included"}}""";
    private static final String LEASE = """
            {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease",
             "metadata": {"name": "replyard-operator", "namespace": "replyard", "uid": "u4", "resourceVersion": "3"}, "spec": {}}""";
    private static final String RIGHTS = """
            {"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectRulesReview",
             "status": {"incomplete": false, "nonResourceRules": [], "resourceRules": [{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}]}}""";
    private static final String RUNS = """
            "status": {"phase": "Running", "podIP": "127.0.0.2",
                       "containerStatuses": [{"name": "repl", "state": {"running": {"startedAt": "2026-01-01T00:00:01Z"}}}]}""";
    /** Name of the program, where its health is, where its public port is (0: none). */
    private static final Map<String, List<Integer>> PORTS = Map.of("operator", List.of(8080, 0), "conman", List.of(9000, 4560));

    private static final Map<String, OutputStream> WATCHES = new ConcurrentHashMap<>();

    void main(String[] arguments) throws Exception {
        HttpsServer api = HttpsServer.create(new InetSocketAddress("127.0.0.1", 6443), 0);
        api.setHttpsConfigurator(new HttpsConfigurator(tls(Path.of(arguments[0]))));
        api.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        api.createContext("/", Training::answer);
        api.start();

        List<Integer> ports = PORTS.get(arguments[1]);
        HttpClient client = HttpClient.newHttpClient();
        String own = "http://127.0.0.1:" + ports.get(0);
        await(client, own + "/q/health/ready");
        get(client, own + "/q/health/live");
        get(client, own + "/q/metrics");
        if (ports.get(1) != 0) {
            get(client, "http://127.0.0.1:" + ports.get(1) + "/");
            refusedSession(client, ports.get(1));
        }
        // What follows the first reconciliation, or the refusal, has a moment to happen.
        Thread.sleep(Duration.ofSeconds(3));
        // The program may end now; whatever it has to say to the API server then is still answered.
        System.out.println("trained");
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        String kind = path.substring(path.lastIndexOf('/') + 1);
        byte[] body;
        try (InputStream in = exchange.getRequestBody()) {
            body = in.readAllBytes();
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        if (kind.equals("selfsubjectrulesreviews")) {
            send(exchange, 201, RIGHTS);
        } else if (exchange.getRequestMethod().equals("POST")) {
            send(exchange, 201, created(kind, body));
        } else if (!exchange.getRequestMethod().equals("GET")) {
            send(exchange, 200, path.contains("/leases/") ? LEASE : REPL);
        } else if (exchange.getRequestHeaders().containsKey("Upgrade")) {
            // A watch over WebSocket; told this, the client takes plain HTTP.
            send(exchange, 200, "");
        } else if (query.contains("watch=true")) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().flush();
            WATCHES.put(kind, exchange.getResponseBody());
        } else {
            switch (kind) {
                case "repls" -> send(exchange, 200, list("ReplList", "replyard.io/v1alpha1", REPL));
                case "languages" -> send(exchange, 200, list("LanguageList", "replyard.io/v1alpha1", LANGUAGE));
                case "pods" -> send(exchange, 200, list("PodList", "v1", ""));
                default -> send(exchange, 404, "{\"apiVersion\": \"v1\", \"kind\": \"Status\", \"status\": \"Failure\", \"code\": 404}");
            }
        }
    }

    /** The object with what the API server adds; a pod is then seen to run. */
    private static String created(String kind, byte[] body) throws IOException {
        String object = new String(body, StandardCharsets.UTF_8)
                .replaceFirst("\"metadata\"\\s*:\\s*\\{", "\"metadata\": {\"uid\": \"u3\", \"resourceVersion\": \"3\", \"creationTimestamp\": \"2026-01-01T00:00:00Z\", ");
        OutputStream watch = WATCHES.get(kind);
        if (kind.equals("pods") && watch != null) {
            String running = object.replaceFirst("\"resourceVersion\": \"3\"", "\"resourceVersion\": \"4\"");
            running = running.substring(0, running.lastIndexOf('}')) + ", " + RUNS + "}";
            watch.write(("{\"type\": \"ADDED\", \"object\": " + running.replace("\n", " ") + "}\n").getBytes(StandardCharsets.UTF_8));
            watch.flush();
        }
        return object;
    }

    private static String list(String kind, String version, String items) {
        return "{\"apiVersion\": \"%s\", \"kind\": \"%s\", \"metadata\": {\"resourceVersion\": \"2\"}, \"items\": [%s]}".formatted(version, kind, items);
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private static void await(HttpClient client, String url) throws Exception {
        for (int i = 0; i < 600; i++) {
            try {
                if (get(client, url) == 200) {
                    return;
                }
            } catch (IOException notYet) {
                // It has only just been started.
            }
            Thread.sleep(100);
        }
        System.err.println(url + " does not answer");
        System.exit(1);
    }

    private static int get(HttpClient client, String url) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding()).statusCode();
    }

    private static void refusedSession(HttpClient client, int port) {
        try {
            client.newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + port + "/wsv2/v2.public.bm90aGluZw"), new WebSocket.Listener() {})
                    .join();
        } catch (CompletionException refused) {
            System.err.println(refused.getMessage());
        }
    }

    private static SSLContext tls(Path keyStore) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            keys.load(in, "training".toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "training".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
