package io.replyard.conman.repl;

import io.replyard.crds.Repl;
import org.jspecify.annotations.Nullable;

/**
 * What the watches know about one Repl right now; they lag behind the API server.
 *
 * @param repl the object, if it is there
 * @param pod its pod, if there is one
 */
public record Sight(@Nullable Repl repl, @Nullable PodView pod) {}
