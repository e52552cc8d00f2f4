@NullMarked
package io.replyard.proto.token;

import org.jspecify.annotations.NullMarked;
