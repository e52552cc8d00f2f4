/** The {@code replyard} command: mint tokens, run programs in Repls, and open terminals in them. */
@NullMarked
package io.replyard.cli;

import org.jspecify.annotations.NullMarked;
