@NullMarked
package io.replyard.pid1.wire;

import org.jspecify.annotations.NullMarked;
