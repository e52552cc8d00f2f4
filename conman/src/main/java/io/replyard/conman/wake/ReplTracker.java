package io.replyard.conman.wake;

import io.replyard.crds.Repl;
import org.jspecify.annotations.Nullable;

/**
 * The newest state of one Repl that a connection has seen: watches lag behind, so right after an own write the API server's
 * answer is newer than what they show, and an object that they still show may be an earlier one of the same name.
 */
final class ReplTracker {
    private Repl newest;
    private boolean seen;
    private boolean deleted;

    /** Starts from the Repl as it was found or written. */
    ReplTracker(Repl newest) {
        this.newest = newest;
    }

    /** What the watch shows now. */
    void show(@Nullable Repl shown) {
        if (shown != null && uid(shown).equals(uid(newest))) {
            seen = true;
            if (version(shown) >= version(newest)) {
                newest = shown;
            }
        } else if (seen) {
            deleted = true;
        }
    }

    /** The watch has seen the object with this uid go. */
    void gone(String uid) {
        deleted |= uid.equals(uid(newest));
    }

    Repl newest() {
        return newest;
    }

    boolean deleted() {
        return deleted;
    }

    private static String uid(Repl repl) {
        return repl.getMetadata().getUid();
    }

    /** Resource versions of one kind are numbers that only grow; the API server's own clients compare them too. */
    private static long version(Repl repl) {
        return Long.parseUnsignedLong(repl.getMetadata().getResourceVersion());
    }
}
