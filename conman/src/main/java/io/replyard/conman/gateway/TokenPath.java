package io.replyard.conman.gateway;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Finds the token in what a request asks for. Pure. */
sealed interface TokenPath {
    /** The token, percent-decoded. Broken escapes stay as they are: the verifier refuses them with a reason. */
    record Token(String raw) implements TokenPath {}

    /** No token is where it should be; {@code why} tells the client. */
    record Wrong(String why) implements TokenPath {}

    /** The token of {@code /wsv2/<token>}; a query and, in the absolute form, scheme and authority do not count. */
    static TokenPath of(String uri) {
        String prefix = "/wsv2/";
        String path = path(uri);
        int at = path.indexOf(prefix);
        if (at < 0) {
            return new Wrong("WebSockets are served at /wsv2/<token> and nowhere else");
        }
        if (at > 0) {
            return new Wrong("the path must begin with /wsv2/; leave out what is in front of it");
        }
        String segment = path.substring(prefix.length());
        if (segment.indexOf('/') >= 0) {
            return new Wrong("the path must end with the token; leave out the / behind it and what follows");
        }
        return new Token(decoded(segment));
    }

    private static String path(String uri) {
        int end = uri.length();
        for (char mark : new char[] {'?', '#'}) {
            int at = uri.indexOf(mark);
            end = at >= 0 && at < end ? at : end;
        }
        String path = uri.substring(0, end);
        int scheme = path.indexOf("://");
        if (path.startsWith("/") || scheme < 0) {
            return path;
        }
        int slash = path.indexOf('/', scheme + 3);
        return slash < 0 ? "/" : path.substring(slash);
    }

    private static String decoded(String segment) {
        try {
            // A plus is a plus in a path.
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return segment;
        }
    }
}
