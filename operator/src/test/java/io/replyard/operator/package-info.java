@NullMarked
package io.replyard.operator;

import org.jspecify.annotations.NullMarked;
