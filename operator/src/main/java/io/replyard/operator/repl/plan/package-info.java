/**
 * What to do about a Repl, as a pure function: observed state, settings and the time give a {@link io.replyard.operator.repl.plan.Plan}. Nothing here knows a
 * client or a clock.
 */
@NullMarked
package io.replyard.operator.repl.plan;

import org.jspecify.annotations.NullMarked;
