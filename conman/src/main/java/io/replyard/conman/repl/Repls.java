package io.replyard.conman.repl;

import io.replyard.crds.Repl;
import io.replyard.proto.token.VerifiedToken;
import java.util.Optional;

/** The Repls of this cluster, as a connection needs them. Safe for use by many threads. */
public interface Repls {
    /** Told when something about one Repl changed; on any thread, and it must not block. */
    interface Watcher {
        /** Its object or one of its pods is another than before. */
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
     * Makes the Repl of a token exist as the token says, writing nothing when it already is. Blocks on the API server.
     *
     * @return the Repl as it is now: what the watches show when nothing was written, else the API server's answer
     * @throws ReplRefusedException when that cannot be
     */
    Repl ensure(VerifiedToken token) throws ReplRefusedException;

    /** The Repl of a token as the watches show it, if the token may use it and would change nothing. */
    Optional<Repl> unchanged(VerifiedToken token);

    /**
     * Says whether a token may use a Repl that somebody else has just made what it is.
     *
     * @throws ReplRefusedException when it may not, or could not have
     */
    void requireUsable(VerifiedToken token, Repl found) throws ReplRefusedException;

    /** What is known about the Repl of this object name. */
    ReplSnapshot snapshot(String name);

    /** Reports changes of the Repl of this object name from now on. */
    Subscription watch(String name, Watcher watcher);
}
