/** The operator: keeps one pod for each Repl whose desired state is awake, and reports in the Repl's status what it observes. */
@NullMarked
package io.replyard.operator;

import org.jspecify.annotations.NullMarked;
