/** Who this is: the pod, known from the start, and the Repl that the pod is for. */
@NullMarked
package io.replyard.pid1.identity;

import org.jspecify.annotations.NullMarked;
