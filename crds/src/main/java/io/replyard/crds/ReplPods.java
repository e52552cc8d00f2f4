package io.replyard.crds;

/** What everybody may rely on in a Repl's pod; its name is the Repl's. */
public final class ReplPods {
    /** The TCP port pid1 listens on. */
    public static final int PORT = 4561;

    /** The name of the one container. */
    public static final String CONTAINER = "repl";

    private ReplPods() {}

    /** {@link ReplStatus#endpoint} of a pod with that address; IPv6 addresses get brackets. */
    public static String endpoint(String podIp) {
        return podIp.indexOf(':') >= 0 ? "[" + podIp + "]:" + PORT : podIp + ":" + PORT;
    }
}
