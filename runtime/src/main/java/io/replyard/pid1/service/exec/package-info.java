/** The exec service: one program at a time, its output, and how it ended. */
@NullMarked
package io.replyard.pid1.service.exec;

import org.jspecify.annotations.NullMarked;
