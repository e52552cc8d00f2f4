/** The port: HTTP upgrade, WebSocket frames (RFC 6455), and the check of who connects. Speaks to conman only. */
@NullMarked
package io.replyard.pid1.wire;

import org.jspecify.annotations.NullMarked;
