package io.replyard.cli;

import io.replyard.proto.claims.GovalSigningAuthority;
import io.replyard.proto.claims.ReplToken;
import io.replyard.proto.token.DevelopmentKey;
import io.replyard.proto.token.Ed25519Keys;
import io.replyard.proto.token.TokenSigner;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which key signs a token, and under which name. Keys never come from the command line, where everybody could read them. */
final class SigningOptions {
    static final String KEY_VARIABLE = "REPLYARD_SIGNING_KEY";
    static final String KEY_ID_VARIABLE = "REPLYARD_KEY_ID";

    private final Map<String, String> environment;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "Ed25519 private key: PKCS#8 PEM, or base64 of seed and public key"
                    + " (default: the content of $$" + KEY_VARIABLE + ").")
    private @Nullable Path keyFile;

    @Option(names = "--dev", description = "Sign with the public development key.")
    private boolean development;

    @Option(
            names = "--key-id",
            paramLabel = "ID",
            description =
                    "Name of the key at the server (default: $$" + KEY_ID_VARIABLE + "; dev for the development key).")
    private @Nullable String keyId;

    @Option(names = "--issuer", paramLabel = "NAME", description = "Who issues the token.")
    private @Nullable String issuer;

    SigningOptions(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Signs with the key that was chosen. */
    String sign(ReplToken token) throws IOException {
        if (development && keyFile != null) {
            throw new UsageException("--dev and --key-file " + keyFile + " name two keys; leave one of them out");
        }
        if (development) {
            return signForDevelopment(token);
        }
        String key = chosenKey();
        if (key == null) {
            throw new UsageException("no signing key: give --key-file FILE, set " + KEY_VARIABLE + ", or use --dev");
        }
        String name = keyId == null ? environment.get(KEY_ID_VARIABLE) : keyId;
        if (name == null) {
            throw new UsageException(
                    "no key id: give --key-id, or set " + KEY_ID_VARIABLE + ", as the server knows the key");
        }
        return TokenSigner.sign(token, authority(name), privateKey(key.strip()));
    }

    /** Signs with the key that was chosen, or with the development key when none was. */
    String signOrDevelop(ReplToken token) throws IOException {
        return development || chosenKey() != null ? sign(token) : signForDevelopment(token);
    }

    private String signForDevelopment(ReplToken token) {
        return TokenSigner.sign(token, authority(keyId == null ? "dev" : keyId), DevelopmentKey.privateKey());
    }

    private @Nullable String chosenKey() throws IOException {
        if (keyFile == null) {
            return environment.get(KEY_VARIABLE);
        }
        try {
            return Files.readString(keyFile);
        } catch (NoSuchFileException e) {
            throw new UsageException("--key-file " + keyFile + ": there is no such file");
        } catch (AccessDeniedException e) {
            throw new UsageException("--key-file " + keyFile + ": you may not read it");
        } catch (CharacterCodingException e) {
            throw new UsageException("--key-file " + keyFile + ": not a text; it must be PKCS#8 PEM, or base64");
        }
    }

    private GovalSigningAuthority authority(String name) {
        GovalSigningAuthority.Builder authority =
                GovalSigningAuthority.newBuilder().setKeyId(name);
        if (issuer != null) {
            authority.setIssuer(issuer);
        }
        return authority.build();
    }

    private static PrivateKey privateKey(String text) {
        try {
            return text.startsWith("-----") ? Ed25519Keys.privateFromPem(text) : Ed25519Keys.privateFromBase64(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException("signing key: " + e.getMessage());
        }
    }
}
