/** Measurements that print a ratio to something measured in the same run. */
@NullMarked
package io.replyard.bench;

import org.jspecify.annotations.NullMarked;
