package io.replyard.pid1.channel;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which services there are: the one place where their names stand. Immutable. */
public final class ServiceRegistry {
    private final Map<String, ServiceFactory> factories;

    /**
     * @param factories by the name that clients open
     */
    public ServiceRegistry(Map<String, ServiceFactory> factories) {
        this.factories = new TreeMap<>(factories);
    }

    Optional<ServiceFactory> find(String service) {
        return Optional.ofNullable(factories.get(service));
    }

    /** All names in order, for a message to a person. */
    String names() {
        return String.join(", ", factories.keySet());
    }
}
