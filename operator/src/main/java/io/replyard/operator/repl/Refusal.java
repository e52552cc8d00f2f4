package io.replyard.operator.repl;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which answers of the API server the same request will get again: invalid, forbidden by quota, policy or role, not served at all. */
final class Refusal {
    private static final int TOO_EARLY = 425;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int FIRST = 400;
    private static final int LAST = 499;

    /** Not about the request but about the moment, or about the operator's own credentials, which are renewed. */
    private static final Set<Integer> PASSING = Set.of(
            HttpURLConnection.HTTP_UNAUTHORIZED,
            HttpURLConnection.HTTP_CLIENT_TIMEOUT,
            HttpURLConnection.HTTP_CONFLICT,
            TOO_EARLY,
            TOO_MANY_REQUESTS);

    private Refusal() {}

    /** The API server's words when it will not change its mind; empty when trying again may help. */
    static Optional<String> of(KubernetesClientException e) {
        int code = e.getCode();
        boolean forGood = code >= FIRST && code <= LAST && !PASSING.contains(code) && !isAboutAnObject(code, e);
        return forGood ? Optional.of(words(e)) : Optional.empty();
    }

    /** An object that is gone is news, and its event is on the way; only a path that the API server does not serve is a refusal. */
    private static boolean isAboutAnObject(int code, KubernetesClientException e) {
        return code == HttpURLConnection.HTTP_NOT_FOUND && named(e.getStatus());
    }

    private static boolean named(@Nullable Status status) {
        return status != null
                && status.getDetails() != null
                && status.getDetails().getName() != null;
    }

    private static String words(KubernetesClientException e) {
        return e.getStatus() != null && e.getStatus().getMessage() != null
                ? e.getStatus().getMessage()
                : String.valueOf(e.getMessage());
    }
}
