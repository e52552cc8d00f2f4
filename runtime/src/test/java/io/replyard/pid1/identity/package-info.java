/** Tests of what the pod's environment says. */
@NullMarked
package io.replyard.pid1.identity;

import org.jspecify.annotations.NullMarked;
