/** Makes the ahead-of-time cache of the runtime image. */
@NullMarked
package io.replyard.pid1.training;

import org.jspecify.annotations.NullMarked;
