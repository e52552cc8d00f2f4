package io.replyard.proto.token;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The root keys that are trusted here. Immutable. */
public final class KeyRing {
    private record Name(String keyId, @Nullable String issuer) {}

    private final Map<Name, RootKey> keys;

    private KeyRing(Map<Name, RootKey> keys) {
        this.keys = Map.copyOf(keys);
    }

    /** A ring of these keys. @throws IllegalArgumentException when two share key id and issuer */
    public static KeyRing of(Collection<RootKey> keys) {
        Map<Name, RootKey> byName = new HashMap<>();
        for (RootKey key : keys) {
            if (byName.put(new Name(key.keyId(), key.issuer()), key) != null) {
                throw new IllegalArgumentException("two root keys share keyId " + key.keyId() + " and issuer "
                        + (key.issuer() == null ? "(any)" : key.issuer()) + "; give one another keyId");
            }
        }
        return new KeyRing(byName);
    }

    /** The key of that id for that issuer; one bound to the issuer wins over one for any issuer. */
    public Optional<RootKey> find(String keyId, String issuer) {
        RootKey bound = keys.get(new Name(keyId, issuer));
        return Optional.ofNullable(bound != null ? bound : keys.get(new Name(keyId, null)));
    }
}
