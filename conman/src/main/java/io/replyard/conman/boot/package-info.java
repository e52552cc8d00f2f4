/** One connection's way from token to READY and on to its end. */
@NullMarked
package io.replyard.conman.boot;

import org.jspecify.annotations.NullMarked;
