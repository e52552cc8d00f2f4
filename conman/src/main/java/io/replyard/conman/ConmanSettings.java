package io.replyard.conman;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Conman's settings. As environment variables: {@code REPLYARD_} and the upper-case name with {@code _} for every other character. */
@ConfigMapping(prefix = "replyard")
public interface ConmanSettings {
    /** The name of this cluster; a token minted for another one opens nothing. */
    String cluster();

    /** Trusts the development key, which the whole internet knows. Never where strangers can connect. */
    @WithDefault("false")
    boolean development();

    /** The namespace that holds the Repls and their pods. */
    String replsNamespace();

    /** PKCS #8 PEM file with the Ed25519 key that signs session tokens for pid1. Read once, at start. */
    Path sessionKey();

    /** JSON file with the root keys, {@code [{"keyId", "issuer"?, "publicKey"}]}; read again when it changes. */
    Optional<Path> rootKeys();

    /** The address of the public port. */
    @WithDefault("0.0.0.0")
    String host();

    /** The public port: WebSockets for clients and a greeting for everybody else. */
    @WithDefault("4560")
    int port();

    /** How many connections the public port bears; more are closed at once. */
    @WithDefault("4000")
    int maxConnections();

    /**
     * How many of them may come from one address, or one /64 of IPv6; more are closed at once. 0 limits none: for a proxy in front that hides the
     * addresses of the clients.
     */
    @WithDefault("2000")
    int maxConnectionsPerAddress();

    /** How long SIGTERM may wait for the sessions to be closed. */
    @WithDefault("5s")
    Duration drain();

    /** How long a connection may wait for READY. */
    @WithDefault("5m")
    Duration bootDeadline();
}
