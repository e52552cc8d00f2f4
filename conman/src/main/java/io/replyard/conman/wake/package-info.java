/** From a token to a Repl that is awake and a session that is open in its pod, for whoever wants to use it, whatever they speak. */
@NullMarked
package io.replyard.conman.wake;

import org.jspecify.annotations.NullMarked;
