/** The operator: keeps one pod for each Repl that is wished awake, and says in the Repl's status what it sees. */
@NullMarked
package io.replyard.operator;

import org.jspecify.annotations.NullMarked;
