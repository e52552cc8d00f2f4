/** Tests of the orderly stop. */
@NullMarked
package io.replyard.pid1.lifecycle;

import org.jspecify.annotations.NullMarked;
