package io.replyard.conman.boot;

import io.replyard.conman.metrics.ConmanMetrics;
import io.replyard.conman.repl.Repls;
import io.replyard.proto.token.SessionTokenSigner;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.concurrent.Executor;

/**
 * What every connection needs.
 *
 * @param vertx its event loops carry the connections
 * @param workers for everything that blocks or computes
 * @param tokens who may come in
 * @param introductions signs what pid1 is told about a client
 * @param repls the Repls
 * @param containers the way to pid1
 * @param metrics the meters
 * @param times how long things may take
 * @param clock for comparing with the operator's times
 */
public record Services(
        Vertx vertx,
        Executor workers,
        TokenGate tokens,
        SessionTokenSigner introductions,
        Repls repls,
        ContainerDoor containers,
        ConmanMetrics metrics,
        BootTimes times,
        Clock clock) {}
