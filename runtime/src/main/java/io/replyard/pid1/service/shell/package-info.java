/** The shell service: a terminal with an interactive shell. */
@NullMarked
package io.replyard.pid1.service.shell;

import org.jspecify.annotations.NullMarked;
