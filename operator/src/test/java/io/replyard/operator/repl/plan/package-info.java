/** Decisions are tested by cases in YAML, see {@link io.replyard.operator.repl.plan.GoldenCases}. */
@NullMarked
package io.replyard.operator.repl.plan;

import org.jspecify.annotations.NullMarked;
