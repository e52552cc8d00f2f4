@NullMarked
package io.replyard.cli;

import org.jspecify.annotations.NullMarked;
