package io.replyard.pid1.wire;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Connections that are no session yet. There is room for so many; who comes then takes the place of the oldest, and of one from inside the Repl before
 * any other: conman says at once what it wants, and whoever sits there without a word is a program.
 */
final class Newcomers<T> {
    private final int most;
    private final Predicate<T> isFromInside;
    private final Set<T> oldestFirst = new LinkedHashSet<>();

    /**
     * @param most how many there may be
     * @param isFromInside whether one comes from the Repl's own pod; asked only when there are too many
     */
    Newcomers(int most, Predicate<T> isFromInside) {
        this.most = most;
        this.isFromInside = isFromInside;
    }

    /**
     * Adds one.
     *
     * @return the one that has to go, which may be itself; null if there is room
     */
    synchronized @Nullable T add(T newcomer) {
        oldestFirst.add(newcomer);
        if (oldestFirst.size() <= most) {
            return null;
        }
        T leaving = leaving();
        oldestFirst.remove(leaving);
        return leaving;
    }

    private T leaving() {
        return oldestFirst.stream()
                .filter(isFromInside)
                .findFirst()
                .orElseGet(() -> oldestFirst.iterator().next());
    }

    /** It has become a session, or is gone. */
    synchronized void remove(T newcomer) {
        oldestFirst.remove(newcomer);
    }
}
