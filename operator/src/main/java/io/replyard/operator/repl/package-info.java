/** From a Repl to its pod and back: read, decide ({@link io.replyard.operator.repl.ReplPlanner}), act. */
@NullMarked
package io.replyard.operator.repl;

import org.jspecify.annotations.NullMarked;
