package io.replyard.conman.gateway;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready for clients once the Repls are known, until conman is asked to go. */
@Readiness
@Singleton
final class ReadinessCheck implements HealthCheck {
    private final Conman conman;

    ReadinessCheck(Conman conman) {
        this.conman = conman;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("repls").status(conman.ready()).build();
    }
}
