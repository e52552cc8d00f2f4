/** Frames between one client and pid1: what may pass, session numbers, back-pressure. */
@NullMarked
package io.replyard.conman.relay;

import org.jspecify.annotations.NullMarked;
