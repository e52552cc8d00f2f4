/** One line per event on standard error, and nothing else: a logging framework would cost megabytes. */
@NullMarked
package io.replyard.pid1.log;

import org.jspecify.annotations.NullMarked;
