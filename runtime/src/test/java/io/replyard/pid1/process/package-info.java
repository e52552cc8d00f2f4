@NullMarked
package io.replyard.pid1.process;

import org.jspecify.annotations.NullMarked;
