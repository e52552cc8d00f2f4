package io.replyard.conman.gateway;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Finds the token in a request's path. Pure. */
final class TokenPath {
    private static final String PREFIX = "/wsv2/";

    private TokenPath() {}

    /**
     * The token of {@code /wsv2/<token>}, percent-decoded, or nothing for every other path. Broken escapes stay as they are:
     * the verifier refuses them with a reason.
     */
    static Optional<String> token(String path) {
        if (!path.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String segment = path.substring(PREFIX.length());
        try {
            // A plus is a plus in a path.
            return Optional.of(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.of(segment);
        }
    }
}
