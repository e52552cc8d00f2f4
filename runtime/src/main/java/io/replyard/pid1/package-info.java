/** pid1: the first process of every Repl. This package puts the parts together. */
@NullMarked
package io.replyard.pid1;

import org.jspecify.annotations.NullMarked;
