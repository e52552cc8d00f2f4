@NullMarked
package io.replyard.pid1.service.shell;

import org.jspecify.annotations.NullMarked;
