/** Everything conman counts. */
@NullMarked
package io.replyard.conman.metrics;

import org.jspecify.annotations.NullMarked;
