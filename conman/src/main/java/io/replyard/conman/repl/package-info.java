/** From a token to the Repl it wishes for: the desired object, its apply, and what the cluster says about it. */
@NullMarked
package io.replyard.conman.repl;

import org.jspecify.annotations.NullMarked;
