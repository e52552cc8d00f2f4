@NullMarked
package io.replyard.proto.session;

import org.jspecify.annotations.NullMarked;
