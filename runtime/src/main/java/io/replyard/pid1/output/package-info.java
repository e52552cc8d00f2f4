/** From the bytes that a program writes to the text that clients see. */
@NullMarked
package io.replyard.pid1.output;

import org.jspecify.annotations.NullMarked;
