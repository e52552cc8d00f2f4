package io.replyard.pid1.channel;

import java.util.Optional;
import java.util.TreeMap;

/** Which services there are: the one place where their names stand. Immutable. */
public final class ServiceRegistry {
    private final TreeMap<String, ServiceFactory> factories = new TreeMap<>();

    /**
     * A service there is.
     *
     * @param name what clients open
     */
    public record Entry(String name, ServiceFactory factory) {}

    /**
     * A registry.
     *
     * @throws IllegalArgumentException if two entries have the same name
     */
    public ServiceRegistry(Entry... entries) {
        for (Entry entry : entries) {
            if (factories.put(entry.name(), entry.factory()) != null) {
                throw new IllegalArgumentException("two services have the name \"" + entry.name() + "\"");
            }
        }
    }

    Optional<ServiceFactory> find(String service) {
        return Optional.ofNullable(factories.get(service));
    }

    /** All names in order, for a message to a person. */
    String names() {
        return String.join(", ", factories.keySet());
    }
}
