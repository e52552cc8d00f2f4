@NullMarked
package io.replyard.pid1;

import org.jspecify.annotations.NullMarked;
