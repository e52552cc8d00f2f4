package io.replyard.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/** Reads the address of a server, which is a scheme, a host and perhaps a port; what else an address may hold is used for nothing. */
final class ServerAddress {
    private static final Set<String> SCHEMES = Set.of("ws", "wss", "http", "https");
    private static final int MAX_PORT = 65_535;

    private ServerAddress() {}

    /**
     * The address, without white space around it and without a slash behind it.
     *
     * @param origin where the text is from, for the message
     * @throws UsageException when it is none, or holds more; never repeats a password
     */
    static URI parse(String origin, String text) {
        String stripped = text.strip();
        URI uri;
        try {
            uri = new URI(stripped);
        } catch (URISyntaxException e) {
            throw new UsageException(
                    origin + ": not an address (" + e.getReason() + " at position " + e.getIndex() + "); " + form());
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!SCHEMES.contains(scheme) || uri.getRawAuthority() == null) {
            throw new UsageException(origin + ": '" + stripped + "' must start with ws://, wss://, http:// or https://"
                    + " and a host; " + form());
        }
        if (uri.getRawAuthority().indexOf('@') >= 0) {
            throw new UsageException(
                    origin + ": no user name or password before the host; the token alone says who you are");
        }
        if (uri.getHost() == null || uri.getPort() > MAX_PORT || uri.getPort() == 0) {
            throw new UsageException(origin + ": '" + uri.getRawAuthority() + "' is not HOST or HOST:PORT; a host has"
                    + " letters, digits, '-' and '.', a port is 1 to " + MAX_PORT);
        }
        requireNothing(origin, "path", uri.getRawPath().equals("/") ? "" : uri.getRawPath());
        requireNothing(origin, "query", uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        requireNothing(origin, "fragment", uri.getRawFragment() == null ? "" : "#" + uri.getRawFragment());
        return URI.create(scheme + "://" + uri.getRawAuthority());
    }

    private static void requireNothing(String origin, String part, String text) {
        if (!text.isEmpty()) {
            throw new UsageException(origin + ": take away the " + part + " '" + text
                    + "'; the path of the request is always /wsv2/ and the token");
        }
    }

    private static String form() {
        return "write ws://HOST:PORT or wss://HOST";
    }
}
