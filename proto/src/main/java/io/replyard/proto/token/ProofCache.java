package io.replyard.proto.token;

import com.google.protobuf.ByteString;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The most recently used tokens whose signatures held, by digest. Clients come back with the same token again and again. */
final class ProofCache {
    private final Map<ByteString, ConnectToken> entries;

    ProofCache(int capacity) {
        entries = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<ByteString, ConnectToken> eldest) {
                return size() > capacity;
            }
        };
    }

    synchronized @Nullable ConnectToken find(ByteString digest) {
        return entries.get(digest);
    }

    synchronized void keep(ByteString digest, ConnectToken proven) {
        entries.put(digest, proven);
    }

    synchronized void forget(ByteString digest) {
        entries.remove(digest);
    }

    synchronized int size() {
        return entries.size();
    }
}
