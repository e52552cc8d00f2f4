package io.replyard.operator.cluster;

import io.quarkus.runtime.Startup;
import io.replyard.operator.OperatorSettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.interfaces.EdECPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * The public keys that pid1 trusts for session tokens, from the certificates that the setting {@code replyard.session-certificates} points at. The file is read
 * anew when it changes, so keys can be rotated without a restart; pods get the keys of the moment they are made.
 */
@Startup
@Singleton
public final class SessionKeys {
    private static final Logger LOG = Logger.getLogger(SessionKeys.class);
    private static final String ED25519 = "Ed25519";
    private static final int RAW_KEY_BYTES = 32;

    private final Path file;
    private volatile Snapshot last;

    /** The keys of the certificates that the settings name. */
    @Inject
    public SessionKeys(OperatorSettings settings) {
        this(settings.sessionCertificates());
    }

    SessionKeys(Path file) {
        this.file = file;
        try {
            this.last = read(file);
        } catch (IOException | CertificateException e) {
            throw new IllegalStateException(advice(e), e);
        }
    }

    /** The keys: base64 of the raw 32 bytes of each, in the order of the file. */
    public List<String> current() {
        Snapshot known = last;
        try {
            if (!Files.getLastModifiedTime(file).equals(known.modified())) {
                known = read(file);
                last = known;
            }
        } catch (IOException | CertificateException e) {
            LOG.warnf("%s; the keys read before stay in use", advice(e));
        }
        return known.keys();
    }

    private String advice(Exception problem) {
        return "replyard.session-certificates: cannot use %s (%s); point it at a file with X.509 certificates of Ed25519 keys in PEM"
                .formatted(file, problem);
    }

    private static Snapshot read(Path file) throws IOException, CertificateException {
        FileTime modified = Files.getLastModifiedTime(file);
        try (InputStream in = Files.newInputStream(file)) {
            List<String> keys = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(Certificate::getPublicKey)
                    .filter(SessionKeys::isEd25519)
                    .map(SessionKeys::raw)
                    .toList();
            if (keys.isEmpty()) {
                throw new CertificateException("no certificate with an Ed25519 key in it");
            }
            return new Snapshot(modified, keys);
        }
    }

    private static boolean isEd25519(PublicKey key) {
        return key instanceof EdECPublicKey edwards
                && edwards.getParams().getName().equals(ED25519);
    }

    /** The raw key is the end of its DER form (RFC 8410). */
    private static String raw(PublicKey key) {
        byte[] der = key.getEncoded();
        return Base64.getEncoder().encodeToString(Arrays.copyOfRange(der, der.length - RAW_KEY_BYTES, der.length));
    }

    private record Snapshot(FileTime modified, List<String> keys) {}
}
