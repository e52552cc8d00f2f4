@NullMarked
package io.replyard.fuzz;

import org.jspecify.annotations.NullMarked;
