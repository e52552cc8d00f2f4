package io.replyard.conman.gateway;

import io.replyard.conman.wake.TokenGate;
import io.replyard.proto.token.DevelopmentKey;
import io.replyard.proto.token.KeyRing;
import io.replyard.proto.token.RootKey;
import io.replyard.proto.token.TokenRefusedException;
import io.replyard.proto.token.TokenVerifier;
import io.replyard.proto.token.VerifiedToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Verifies tokens with the root keys of a file, and with the development key if that is allowed. The file is compared by
 * content, so that every way in which a mounted Secret changes is noticed; one that cannot be read leaves the keys as they
 * were. A change starts with an empty cache of proofs: a key that was taken out opens nothing any more.
 */
final class TrustedKeys implements TokenGate {
    private static final Logger LOG = Logger.getLogger(TrustedKeys.class);

    private final Optional<Path> file;
    private final boolean development;
    private final String cluster;
    private final Clock clock;
    private byte[] content = {};
    private volatile TokenVerifier verifier;

    /**
     * Reads the keys.
     *
     * @throws IllegalStateException when there is no key to trust, or the file is not what it should be
     */
    TrustedKeys(Optional<Path> file, boolean development, String cluster, Clock clock) {
        this.file = file;
        this.development = development;
        this.cluster = cluster;
        this.clock = clock;
        if (file.isEmpty() && !development) {
            throw new IllegalStateException(
                    "no key to verify tokens with: set replyard.root-keys to the file with the root"
                            + " keys (replyard.development=true trusts the public development key, for clusters without strangers)");
        }
        try {
            this.content = read();
            this.verifier = verifier(content);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalStateException("replyard.root-keys (" + file.orElseThrow() + "): " + e.getMessage(), e);
        }
    }

    @Override
    public VerifiedToken verify(String token) throws TokenRefusedException {
        return verifier.verify(token);
    }

    /** Reads the file again and trusts what it now says, if it changed. Blocks. */
    synchronized void refresh() {
        try {
            byte[] now = read();
            if (!Arrays.equals(now, content)) {
                verifier = verifier(now);
                content = now;
                LOG.infof("root keys were read again from %s", file.orElseThrow());
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.errorf("root keys stay as they were: %s: %s", file.orElseThrow(), e.getMessage());
        }
    }

    private byte[] read() throws IOException {
        return file.isPresent() ? Files.readAllBytes(file.get()) : new byte[0];
    }

    private TokenVerifier verifier(byte[] text) {
        List<RootKey> keys = new ArrayList<>();
        if (file.isPresent()) {
            keys.addAll(RootKeysFile.parse(text));
        }
        if (development) {
            keys.addAll(DevelopmentKey.rootKeys());
        } else {
            requireSecret(keys);
        }
        return new TokenVerifier(KeyRing.of(keys), cluster, clock);
    }

    /** The development key is public under whatever name. */
    private static void requireSecret(List<RootKey> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("holds no key; without one no token can be verified");
        }
        for (RootKey key : keys) {
            if (key.publicKey().equals(DevelopmentKey.publicKey())) {
                throw new IllegalArgumentException("key " + key.keyId()
                        + " is the public development key; trust it with replyard.development=true or not at all");
            }
        }
    }
}
