/** The Repls of the cluster: the desired object of a token, its apply, and the watches on Repls and their pods. */
@NullMarked
package io.replyard.conman.repl;

import org.jspecify.annotations.NullMarked;
