package io.replyard.conman.gateway;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * How many connections the public port carries, together and from one address. An IPv6 address counts as its /64: whoever has one has all of them.
 * Safe for use by many threads.
 */
final class ConnectionLimits {
    /** Why somebody is turned away; a metric's label. */
    enum Refusal {
        /** Not at all. */
        NONE,
        /** The port carries as many as it may. */
        TOO_MANY_CONNECTIONS,
        /** The address has as many as it may. */
        TOO_MANY_OF_ADDRESS
    }

    private static final int PREFIX_BYTES = 8;

    private final int all;
    private final int perAddress;
    private final Map<String, Integer> addresses = new HashMap<>();
    private int connections;

    /** {@code perAddress} 0 limits none. */
    ConnectionLimits(int all, int perAddress) {
        this.all = all;
        this.perAddress = perAddress;
    }

    /** Lets a connection in, or says why not. Whoever is in has to {@link #leave}. */
    synchronized Refusal enter(InetAddress address) {
        if (connections >= all) {
            return Refusal.TOO_MANY_CONNECTIONS;
        }
        String source = source(address);
        int before = addresses.getOrDefault(source, 0);
        if (perAddress > 0 && before >= perAddress) {
            return Refusal.TOO_MANY_OF_ADDRESS;
        }
        connections++;
        addresses.put(source, before + 1);
        return Refusal.NONE;
    }

    synchronized void leave(InetAddress address) {
        connections--;
        addresses.computeIfPresent(source(address), (key, count) -> count == 1 ? null : count - 1);
    }

    private static String source(InetAddress address) {
        byte[] bytes = address.getAddress();
        return Arrays.toString(address instanceof Inet6Address ? Arrays.copyOf(bytes, PREFIX_BYTES) : bytes);
    }
}
