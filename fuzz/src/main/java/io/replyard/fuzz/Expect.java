package io.replyard.fuzz;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Properties that hold, or end the run. */
public final class Expect {
    private Expect() {}

    /** That something is so. */
    public static void that(boolean holds, String property) {
        if (!holds) {
            throw new AssertionError(property);
        }
    }

    /** That two ways lead to the same. */
    public static void same(@Nullable Object one, @Nullable Object other, String property) {
        if (!Objects.equals(one, other)) {
            throw new AssertionError(property + ":\n  " + one + "\n  " + other);
        }
    }
}
