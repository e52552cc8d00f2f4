package io.replyard.conman.wake;

import io.replyard.conman.metrics.BootOutcome;
import io.replyard.proto.session.CloseReason;

/** What a wake should do next, going by what is known of its Repl. */
sealed interface Step {
    /** Nothing, until something changes; {@code forWhat} completes "it waits for". */
    record Wait(String forWhat) implements Step {}

    /** Open a session in this pod. */
    record Dial(String podUid, String ip) implements Step {
        /** The address as it stands in a URL. */
        String host() {
            return ip.indexOf(':') >= 0 ? "[" + ip + "]" : ip;
        }
    }

    /** Give up: the Repl is not to be had, or no longer. */
    record End(BootOutcome outcome, CloseReason reason) implements Step {}
}
