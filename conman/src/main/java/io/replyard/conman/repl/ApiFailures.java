package io.replyard.conman.repl;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.replyard.conman.repl.ReplRefusedException.Reason;
import io.replyard.proto.session.CloseReason;
import java.net.HttpURLConnection;

/** What an answer of the API server means for the client that waits for it. Pure. */
final class ApiFailures {
    private static final int UNPROCESSABLE = 422;

    private ApiFailures() {}

    /** Another write came in between: what was decided must be decided again on what is there now. */
    static boolean isConflict(KubernetesClientException failure) {
        return failure.getCode() == HttpURLConnection.HTTP_CONFLICT;
    }

    /** A patch was made for a state that is no more. */
    static boolean isOutdated(KubernetesClientException failure) {
        return isConflict(failure) || failure.getCode() == UNPROCESSABLE;
    }

    /** The object itself is at fault. */
    static boolean isInvalid(KubernetesClientException failure) {
        return failure.getCode() == UNPROCESSABLE || failure.getCode() == HttpURLConnection.HTTP_BAD_REQUEST;
    }

    /** The refusal for a failed write of Repl {@code id}. */
    static ReplRefusedException refusal(String id, KubernetesClientException failure) {
        if (isInvalid(failure)) {
            return new ReplRefusedException(Reason.INVALID, CloseReason.policy(cause(failure)), failure);
        }
        if (failure.getCode() == HttpURLConnection.HTTP_FORBIDDEN
                || failure.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
            return new ReplRefusedException(
                    Reason.API_REFUSED,
                    CloseReason.upstream("conman may not write Repl " + id + " (HTTP " + failure.getCode()
                            + "); its installation needs a look"),
                    failure);
        }
        return new ReplRefusedException(
                Reason.API_UNAVAILABLE,
                CloseReason.tryAgain("the Kubernetes API did not take Repl " + id + "; try again shortly"),
                failure);
    }

    /** The first field that is wrong, in the API server's words. */
    private static String cause(KubernetesClientException failure) {
        Status status = failure.getStatus();
        if (status == null) {
            return "the Kubernetes API finds a field of this Repl invalid";
        }
        if (status.getDetails() == null || status.getDetails().getCauses().isEmpty()) {
            return status.getMessage() == null ? "a field of this Repl is invalid" : status.getMessage();
        }
        StatusCause first = status.getDetails().getCauses().getFirst();
        String message = first.getMessage() == null ? "is invalid" : first.getMessage();
        // Rules of the CRD name their field themselves.
        String field = first.getField();
        return field == null || message.contains(field) ? message : field + ": " + message;
    }
}
