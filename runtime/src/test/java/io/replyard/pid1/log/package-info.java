/** Tests of pid1's log. */
@NullMarked
package io.replyard.pid1.log;

import org.jspecify.annotations.NullMarked;
