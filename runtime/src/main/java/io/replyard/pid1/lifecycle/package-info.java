/** From the first session's greeting to the exit code: boot stages, an orderly stop, and why it came. */
@NullMarked
package io.replyard.pid1.lifecycle;

import org.jspecify.annotations.NullMarked;
