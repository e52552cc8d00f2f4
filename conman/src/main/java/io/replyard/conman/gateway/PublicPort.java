package io.replyard.conman.gateway;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.replyard.conman.relay.WireLimits;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/** Sets the public port up for long tokens and large messages. */
@Singleton
final class PublicPort implements HttpServerOptionsCustomizer {
    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        WireLimits.server(options);
    }
}
