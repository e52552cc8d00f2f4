@NullMarked
package io.replyard.operator.repl;

import org.jspecify.annotations.NullMarked;
