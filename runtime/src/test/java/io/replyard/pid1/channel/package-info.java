@NullMarked
package io.replyard.pid1.channel;

import org.jspecify.annotations.NullMarked;
