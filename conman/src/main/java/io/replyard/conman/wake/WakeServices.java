package io.replyard.conman.wake;

import io.replyard.conman.metrics.ConmanMetrics;
import io.replyard.conman.repl.ReplQueue;
import io.replyard.conman.repl.Repls;
import io.replyard.proto.token.SessionTokenSigner;
import java.time.Clock;
import java.util.concurrent.Executor;

/**
 * What every wake needs.
 *
 * @param workers for everything that blocks or computes
 * @param tokens who may come in
 * @param sessionTokens signs what pid1 is told about a client
 * @param repls the Repls
 * @param queue the way to change one
 * @param sessions the way to pid1
 * @param metrics the meters
 * @param clock for comparing with the operator's times
 */
public record WakeServices(
        Executor workers,
        TokenGate tokens,
        SessionTokenSigner sessionTokens,
        Repls repls,
        ReplQueue queue,
        SessionOpener sessions,
        ConmanMetrics metrics,
        Clock clock) {}
