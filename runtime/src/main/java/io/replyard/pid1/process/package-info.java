/**
 * Programs: starting them on a terminal or on pipes, talking to them, stopping them with everything they started, and
 * reaping. All foreign-function code of pid1 is in here, and glibc on Linux (x86-64 or aarch64) is all it needs.
 */
@NullMarked
package io.replyard.pid1.process;

import org.jspecify.annotations.NullMarked;
