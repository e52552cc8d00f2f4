@NullMarked
package io.replyard.pid1.service.exec;

import org.jspecify.annotations.NullMarked;
