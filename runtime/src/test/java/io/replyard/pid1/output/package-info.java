@NullMarked
package io.replyard.pid1.output;

import org.jspecify.annotations.NullMarked;
