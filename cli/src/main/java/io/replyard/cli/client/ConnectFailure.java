package io.replyard.cli.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why there was no connection, in one sentence that says what to look at. Pure. */
final class ConnectFailure {
    private ConnectFailure() {}

    static String explain(URI url, IOException failure) {
        String at = url.getScheme() + "://" + url.getRawAuthority();
        if (failure instanceof OpeningHandshake.RefusedException answer) {
            return at + " answers, but not with a WebSocket: " + answer.getMessage();
        }
        return "cannot connect to " + at + ": " + reason(failure);
    }

    private static String reason(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String known = known(cause);
            if (known != null) {
                return known;
            }
        }
        return words(failure);
    }

    /** What a failure says of itself. */
    static String words(Exception failure) {
        return Objects.requireNonNullElse(
                failure.getMessage(), failure.getClass().getSimpleName());
    }

    private static @Nullable String known(Throwable cause) {
        return switch (cause) {
            case CertificateException certificate
            when certificate.getCause() instanceof CertPathBuilderException ->
                "its certificate is not trusted here: nobody vouches for it whom this machine's Java knows";
            case CertificateException certificate -> "its certificate is not trusted here: " + certificate.getMessage();
            case SSLException tls
            when String.valueOf(tls.getMessage()).contains("unrecognized SSL message") ->
                "something answers there, but without TLS; try ws:// instead of wss://";
            case SocketTimeoutException _ -> "no answer in time";
            case EOFException _ -> "something answers there, but it hung up on us; does it want wss:// ?";
            case ProtocolException protocol -> "something answers there, but not with HTTP: " + protocol.getMessage();
            case UnknownHostException _ -> "no such host";
            case ConnectException _ -> "nobody answers there";
            default -> null;
        };
    }
}
