package io.replyard.conman.boot;

import io.replyard.proto.session.CloseReason;

/** What a connection should do next, going by what is known of its Repl. */
sealed interface Step {
    /** Nothing, until something changes; {@code forWhat} completes "it waits for". */
    record Wait(String forWhat) implements Step {}

    /** Open a session in this pod. */
    record Dial(String podUid, String ip) implements Step {}

    /** Tell the client that the Repl sleeps, and close. */
    record Asleep() implements Step {}

    /** Close. */
    record End(BootOutcome outcome, CloseReason reason) implements Step {}
}
