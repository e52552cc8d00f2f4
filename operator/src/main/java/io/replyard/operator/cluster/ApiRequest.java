package io.replyard.operator.cluster;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request to the API server in the words of RBAC.
 *
 * @param verb get, list, watch, create, update, patch or delete
 * @param resource the plural, with its subresource if any, as in {@code pods/resize}; {@code other} outside the API
 */
record ApiRequest(String verb, String resource) {
    private static final String OTHER = "other";

    static ApiRequest of(String method, URI uri) {
        List<String> path = Arrays.stream(uri.getPath().split("/", -1))
                .filter(part -> !part.isEmpty())
                .toList();
        int api = Math.max(path.indexOf("api"), path.indexOf("apis"));
        if (api < 0) {
            return new ApiRequest(method.toLowerCase(Locale.ROOT), OTHER);
        }
        // /api/VERSION/... or /apis/GROUP/VERSION/...
        int rest = api + (path.get(api).equals("api") ? 2 : 3);
        if (path.size() > rest + 2 && path.get(rest).equals("namespaces")) {
            rest += 2;
        }
        if (path.size() <= rest) {
            return new ApiRequest(method.toLowerCase(Locale.ROOT), OTHER);
        }
        boolean named = path.size() > rest + 1;
        String resource = path.size() > rest + 2 ? path.get(rest) + "/" + path.get(rest + 2) : path.get(rest);
        return new ApiRequest(verb(method, named, uri.getQuery()), resource);
    }

    private static String verb(String method, boolean named, @Nullable String query) {
        return switch (method) {
            case "GET" -> {
                if (query != null && query.contains("watch=true")) {
                    yield "watch";
                }
                yield named ? "get" : "list";
            }
            case "POST" -> "create";
            case "PUT" -> "update";
            default -> method.toLowerCase(Locale.ROOT);
        };
    }
}
