package io.replyard.conman.repl;

import io.replyard.crds.Repl;
import io.replyard.proto.token.VerifiedToken;

/** The Repls of this cluster, as a connection needs them. Safe for use by many threads. */
public interface Repls {
    /** Told when something about one Repl changed; on any thread, and it must not block. */
    interface Watcher {
        /** Its object or its pod is another than before. */
        void changed();

        /** The object with this uid is gone. */
        void deleted(String uid);
    }

    /** A watch that can end. */
    interface Subscription {
        /** Ends it; a report that is under way may still arrive. */
        void cancel();
    }

    /** Whether the watches have seen the cluster once. */
    boolean synced();

    /**
     * Makes the Repl be what a token wishes for, writing nothing when it already is. Blocks on the API server.
     *
     * @return the Repl as it is now: what the watches show when nothing was written, else the API server's answer
     * @throws WishRefusedException when that is not to be had
     */
    Repl fulfil(VerifiedToken token) throws WishRefusedException;

    /** What is known about the Repl of this object name. */
    Sight look(String name);

    /** Reports changes of the Repl of this object name from now on. */
    Subscription watch(String name, Watcher watcher);
}
