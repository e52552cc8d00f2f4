/** From a Repl to its pod and back: reads, has {@link io.replyard.operator.repl.plan} decide, and acts. */
@NullMarked
package io.replyard.operator.repl;

import org.jspecify.annotations.NullMarked;
